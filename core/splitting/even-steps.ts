import type { Value } from '../checks/query/query';
import type { Step } from './boundaries';
import type { KeyKind } from './split-engine';

/**
 * Returns steps at even distances between two ends, as if the values were distributed evenly.
 * Undefined when there is nothing between the ends, or when the kind has no arithmetic.
 */
export function evenSteps(
  kind: KeyKind,
  lowest: Value | undefined,
  highest: Value | undefined,
  segments: number,
): readonly Step[] | undefined {
  if (lowest === null || lowest === undefined || highest === null || highest === undefined) return undefined;
  const scale = scales[kind];
  if (scale === undefined) return undefined;
  const [from, to] = [scale.read(String(lowest)), scale.read(String(highest))];
  if (from === undefined || to === undefined || to <= from) return undefined;
  const steps: Step[] = [{ value: scale.write(from), weight: 1 }];
  for (let part = 1; part < segments; part += 1) {
    const at = from + ((to - from) * BigInt(part)) / BigInt(segments);
    const value = scale.write(at);
    if (at > from && value !== steps.at(-1)?.value) steps.push({ value, weight: 1 });
  }
  return steps;
}

interface Scale {
  read(text: string): bigint | undefined;
  write(at: bigint): string;
}

const whole: Scale = {
  read: (text) => {
    const digits = /^(-?\d+)(?:\.\d+)?$/.exec(text)?.[1];
    return digits === undefined ? undefined : BigInt(digits);
  },
  write: String,
};

function moments(form: (iso: string) => string): Scale {
  return {
    read: (text) => {
      const at = Date.parse(`${text.replace(' ', 'T').slice(0, 23)}${text.includes(':') ? 'Z' : ''}`);
      return Number.isNaN(at) ? undefined : BigInt(at);
    },
    write: (at) => form(new Date(Number(at)).toISOString()),
  };
}

const scales: Partial<Record<KeyKind, Scale>> = {
  integer: whole,
  decimal: whole,
  date: moments((iso) => iso.slice(0, 10)),
  timestamp: moments((iso) => iso.slice(0, 19).replace('T', ' ')),
};
