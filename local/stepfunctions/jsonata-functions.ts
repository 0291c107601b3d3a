import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Clock } from '../clock';

export interface Chance {
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly uuid: () => string;
}

const algorithms: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};
const longestRange = 1000;
const formatted = jsonata('$fromMillis($millis, $picture, $zone)');

/**
 * Functions that Step Functions adds to JSONata, and the clock.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function additionalFunctions(clock: Clock, chance: Chance): Record<string, unknown> {
  return {
    partition,
    range,
    hash,
    parse: (text: unknown): unknown => {
      if (typeof text !== 'string') throw new Error('$parse requires a string');
      return JSON.parse(text);
    },
    uuid: () => chance.uuid(),
    random: (seed?: unknown) => (seed === undefined ? chance.random() : seeded(seed)),
    millis: () => clock.now().getTime(),
    now: (picture?: string, zone?: string) =>
      picture === undefined
        ? clock.now().toISOString()
        : formatted.evaluate(undefined, { millis: clock.now().getTime(), picture, zone }),
  };
}

function partition(array: unknown, size: unknown): unknown[][] {
  if (!Array.isArray(array)) throw new Error('$partition requires an array first');
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1)
    throw new Error('$partition requires a size of at least 1');
  return Array.from({ length: Math.ceil(array.length / size) }, (_, index) =>
    array.slice(index * size, (index + 1) * size),
  );
}

function range(first: unknown, last: unknown, step: unknown): number[] {
  if (typeof first !== 'number' || typeof last !== 'number' || typeof step !== 'number' || step === 0)
    throw new Error('$range requires a first number, a last number and a step that is not 0');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > longestRange)
    throw new Error(`$range would return ${length} numbers; at most ${longestRange} are allowed`);
  return Array.from({ length }, (_, index) => first + index * step);
}

function hash(text: unknown, algorithm: unknown): string {
  const known = typeof algorithm === 'string' ? algorithms[algorithm] : undefined;
  if (typeof text !== 'string' || known === undefined)
    throw new Error(`$hash requires a string and one of ${Object.keys(algorithms).join(', ')}`);
  return createHash(known).update(text, 'utf8').digest('hex');
}

/** Same number for the same seed, but not the number of AWS. */
function seeded(seed: unknown): number {
  if (typeof seed !== 'number') throw new Error('$random requires a number as seed');
  return createHash('sha256').update(String(seed)).digest().readUInt32BE(0) / 2 ** 32;
}
