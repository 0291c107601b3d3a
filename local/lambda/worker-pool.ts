import { FunctionError } from '../service';
import type { FunctionWorker, WorkerAnswer, WorkerRequest } from './function-worker';

/** The warm workers of one function: reused, at most `limit` at once, further requests wait their turn. */
export class WorkerPool {
  readonly #make: () => FunctionWorker;
  readonly #limit: number;
  readonly #all = new Set<FunctionWorker>();
  readonly #idle: FunctionWorker[] = [];
  readonly #waiting: (() => void)[] = [];
  #stopped = false;

  constructor(make: () => FunctionWorker, limit: number) {
    this.#make = make;
    this.#limit = limit;
  }

  /** `ended` is told how many bytes the worker's heap held at the end, success or not. */
  async run(request: () => WorkerRequest, ended: (usedBytes: number) => void): Promise<WorkerAnswer> {
    const worker = await this.#take();
    try {
      return await worker.run(request());
    } finally {
      ended(worker.usedBytes);
      if (worker.usable) this.#idle.push(worker);
      else this.#all.delete(worker);
      this.#waiting.shift()?.();
    }
  }

  async #take(): Promise<FunctionWorker> {
    for (;;) {
      if (this.#stopped) throw new FunctionError('Runtime.ExitError', 'the function was removed or replaced');
      const idle = this.#idle.pop();
      if (idle?.usable === true) return idle;
      if (idle !== undefined) {
        this.#all.delete(idle);
        continue;
      }
      if (this.#all.size < this.#limit) {
        const worker = this.#make();
        this.#all.add(worker);
        return worker;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Ends all workers with what they are at; who waits is refused. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const wake of this.#waiting.splice(0)) wake();
    await Promise.all([...this.#all].map((worker) => worker.stop()));
    this.#all.clear();
    this.#idle.length = 0;
  }
}
