import { type ChildProcess, fork } from 'node:child_process';
import { bundleWorker } from './bundle-worker';
import type { SeedSummary } from './summary';

export interface PoolOptions {
  readonly workers: number;
  readonly days: number;
  /** Gets each result. Returns false to end early. */
  readonly onResult: (result: SeedSummary) => boolean;
  /** Starts a process. For tests. */
  readonly start?: () => ChildProcess;
}

/** Plays seeds in processes of their own. Rejects when a process ends before its seed. */
export async function playSeeds(seeds: readonly number[], options: PoolOptions): Promise<void> {
  const { workers, days, onResult, start = startBundle(await bundleWorker()) } = options;
  const left = [...seeds].reverse();
  const state = { isOver: false };
  const children = Array.from({ length: Math.min(workers, seeds.length) }, start);
  try {
    await Promise.all(
      children.map(
        (child) =>
          new Promise<void>((resolve, reject) => {
            let current: number | undefined;
            const next = (): void => {
              current = state.isOver ? undefined : left.pop();
              if (current === undefined) resolve();
              else child.send({ seed: current, days });
            };
            child.on('message', (result: SeedSummary) => {
              if (!onResult(result)) state.isOver = true;
              next();
            });
            child.on('exit', (code) => {
              if (current !== undefined)
                reject(new Error(`the process of seed ${current} ended with ${code}`));
            });
            next();
          }),
      ),
    );
  } finally {
    for (const child of children) child.kill();
  }
}

function startBundle(path: string): () => ChildProcess {
  return () => fork(path, { execArgv: ['--max-semi-space-size=32', '--enable-source-maps'] });
}
