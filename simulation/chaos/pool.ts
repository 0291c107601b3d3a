import { type ChildProcess, fork } from 'node:child_process';
import type { SeedSummary } from './summary';

export interface PoolOptions {
  readonly workers: number;
  readonly days: number;
  /** Gets each result. Returns false to end early. */
  readonly onResult: (result: SeedSummary) => boolean;
  /** File of `bundleWorker`. */
  readonly bundle: string;
}

/** Plays seeds in processes of their own. Rejects when a process ends before its seed. */
export async function playSeeds(seeds: readonly number[], options: PoolOptions): Promise<void> {
  const { workers, days, onResult, bundle } = options;
  const left = [...seeds].reverse();
  const state = { isOver: false };
  const children = new Set<ChildProcess>();
  const worker = async (): Promise<void> => {
    const child = startWorker(bundle);
    children.add(child);
    for (let seed = left.pop(); seed !== undefined && !state.isOver; seed = left.pop())
      if (!onResult(await resultOf(child, seed, days))) state.isOver = true;
  };
  try {
    await Promise.all(Array.from({ length: Math.min(workers, seeds.length) }, worker));
  } finally {
    for (const child of children) child.kill();
  }
}

function resultOf(child: ChildProcess, seed: number, days: number): Promise<SeedSummary> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void =>
      reject(new Error(`the process of seed ${seed} ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (result: SeedSummary) => {
      child.off('exit', onExit);
      resolve(result);
    });
    child.send({ seed, days });
  });
}

function startWorker(path: string): ChildProcess {
  return fork(path, { execArgv: ['--max-semi-space-size=32', '--enable-source-maps'] });
}
