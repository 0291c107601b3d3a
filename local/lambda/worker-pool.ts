import { FunctionError } from '../service';
import type { FunctionWorker, WorkerAnswer, WorkerRequest } from './function-worker';

/** Real milliseconds after which a worker that nobody asks is ended: a burst of runs leaves no GiB of idle heaps behind. */
const idleMilliseconds = 60_000;

/** The warm workers of one function: reused, at most `limit` at once, further requests wait their turn. */
export class WorkerPool {
  readonly #make: () => FunctionWorker;
  readonly #limit: number;
  readonly #all = new Set<FunctionWorker>();
  /** The one used last stands last, so that those that are not needed grow old. */
  readonly #idle: { readonly worker: FunctionWorker; readonly since: number }[] = [];
  readonly #idleMilliseconds: number;
  #reaper: NodeJS.Timeout | undefined;
  readonly #waiting: (() => void)[] = [];
  #stopped = false;

  constructor(make: () => FunctionWorker, limit: number, idleFor = idleMilliseconds) {
    this.#make = make;
    this.#limit = limit;
    this.#idleMilliseconds = idleFor;
  }

  /** Workers that are there, at work or not. */
  get size(): number {
    return this.#all.size;
  }

  /** `ended` is told how many bytes the worker's heap held at the end, success or not. */
  async run(request: () => WorkerRequest, ended: (usedBytes: number) => void): Promise<WorkerAnswer> {
    const worker = await this.#take();
    try {
      return await worker.run(request());
    } finally {
      ended(worker.usedBytes);
      if (worker.usable && !this.#stopped) this.#rest(worker);
      else this.#all.delete(worker);
      this.#waiting.shift()?.();
    }
  }

  async #take(): Promise<FunctionWorker> {
    for (;;) {
      if (this.#stopped) throw new FunctionError('Runtime.ExitError', 'the function was removed or replaced');
      const idle = this.#idle.pop()?.worker;
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

  #rest(worker: FunctionWorker): void {
    this.#idle.push({ worker, since: performance.now() });
    this.#reapLater();
  }

  #reapLater(): void {
    const [oldest] = this.#idle;
    if (this.#reaper !== undefined || oldest === undefined) return;
    const wait = Math.max(1, oldest.since + this.#idleMilliseconds - performance.now());
    this.#reaper = setTimeout(() => {
      this.#reaper = undefined;
      const before = performance.now() - this.#idleMilliseconds;
      while (this.#idle[0] !== undefined && this.#idle[0].since <= before) this.#end(this.#idle.shift());
      this.#reapLater();
    }, wait).unref();
  }

  #end(idle: { readonly worker: FunctionWorker } | undefined): void {
    if (idle === undefined) return;
    this.#all.delete(idle.worker);
    void idle.worker.stop();
  }

  /** Ends all workers with what they are at; who waits is refused. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#reaper);
    for (const wake of this.#waiting.splice(0)) wake();
    await Promise.all([...this.#all].map((worker) => worker.stop()));
    this.#all.clear();
    this.#idle.length = 0;
  }
}
