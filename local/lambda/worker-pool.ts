import { FunctionError } from '../service';
import type { FunctionWorker, WorkerAnswer, WorkerRequest } from './function-worker';

/**
 * Real milliseconds after which an idle worker is stopped, so that a burst of runs does not leave gigabytes
 * of idle heaps.
 */
const idleMilliseconds = 60_000;

/** Warm workers of one function. They are reused, at most `limit` run at once, and further requests wait. */
export class WorkerPool {
  readonly #make: () => FunctionWorker;
  readonly #limit: number;
  readonly #all = new Set<FunctionWorker>();
  /** The most recently used worker is last, so that unneeded ones age. */
  readonly #idle: { readonly worker: FunctionWorker; readonly since: number }[] = [];
  readonly #idleMilliseconds: number;
  #reaper: NodeJS.Timeout | undefined;
  readonly #waiting: (() => void)[] = [];
  #stopped = false;
  #isRetired = false;
  #emptied: () => void = () => undefined;

  constructor(make: () => FunctionWorker, limit: number, idleFor = idleMilliseconds) {
    this.#make = make;
    this.#limit = limit;
    this.#idleMilliseconds = idleFor;
  }

  /** Number of workers, busy or idle. */
  get size(): number {
    return this.#all.size;
  }

  /** `ended` receives the size of the worker's heap in bytes at the end, after success and failure. */
  async run(request: () => WorkerRequest, ended: (usedBytes: number) => void): Promise<WorkerAnswer> {
    const worker = await this.#take();
    try {
      return await worker.run(request());
    } finally {
      ended(worker.usedBytes);
      if (worker.usable && !this.#stopped && !this.#isRetired) this.#rest(worker);
      else this.#drop(worker);
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

  #drop(worker: FunctionWorker): void {
    this.#all.delete(worker);
    if (worker.usable && !this.#stopped) void worker.stop();
    if (this.#all.size === 0 && this.#waiting.length === 0) this.#emptied();
  }

  /** Stops each worker when it is idle. Resolves when all have stopped; requests that wait are still run. */
  async retire(): Promise<void> {
    this.#isRetired = true;
    clearTimeout(this.#reaper);
    while (this.#idle.length > 0) this.#end(this.#idle.pop());
    if (this.#all.size > 0 || this.#waiting.length > 0)
      await new Promise<void>((resolve) => {
        this.#emptied = resolve;
      });
  }

  /** Stops all workers, also busy ones. Waiting requests are rejected. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#reaper);
    for (const wake of this.#waiting.splice(0)) wake();
    await Promise.all([...this.#all].map((worker) => worker.stop()));
    this.#all.clear();
    this.#idle.length = 0;
  }
}
