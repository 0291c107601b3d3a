import { cpus, totalmem } from 'node:os';

/** One figure, with its meaning and its method. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Value that is good enough, in the same unit. Absent: the figure is only reported. */
  readonly aim?: { readonly atMost: number } | { readonly atLeast: number };
  /** Method of the measurement, in a sentence. */
  readonly how: string;
}

/** A part of the benchmark: it prepares, measures and leaves nothing behind. */
export interface Bench {
  readonly name: string;
  measure(): Promise<readonly Measurement[]>;
}

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly platform: string;
  readonly node: string;
}

export function machine(): Machine {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) throw new Error('no values to take the median of');
  const lower = sorted[middle - 1];
  return sorted.length % 2 === 1 || lower === undefined ? upper : (lower + upper) / 2;
}

/** Seconds of each of `runs` calls, after one call that does not count. */
export async function secondsOf(
  runs: number,
  work: () => Promise<unknown> | unknown,
): Promise<readonly number[]> {
  await work();
  const seconds: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    await work();
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}

/** True when a figure reaches its aim; undefined without an aim. */
export function reachesAim({ value, aim }: Measurement): boolean | undefined {
  if (aim === undefined) return undefined;
  return 'atMost' in aim ? value <= aim.atMost : value >= aim.atLeast;
}
