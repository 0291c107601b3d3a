import { AwsError } from '../service';

export interface Slowness {
  /** `schema.table`; absent: every table. */
  readonly table?: string;
  /** Waited before the first row. */
  readonly secondsPerTable?: number;
  readonly rowsPerSecond?: number;
}

/** What tests tell the local DMS to do wrong. Nothing of it happens unless told. */
export class DmsScript {
  #slow: Slowness[] = [];
  readonly #failing = new Map<string, { readonly message: string; readonly afterRows: number }>();
  #throttled = 0;
  readonly #refusals = new Map<string, AwsError[]>();
  readonly #lies = new Map<string, string>();
  readonly #latencies = new Map<string, { readonly sourceLatency: number; readonly targetLatency: number }>();
  readonly #hanging = new Map<string, (() => void)[]>();
  #eventsToLose = 0;

  slow(slowness: Slowness): void {
    this.#slow.push(slowness);
  }

  /** The task's metrics tell these seconds, whatever is true; undefined: the truth again. */
  setLatency(
    taskIdentifier: string,
    latency: { readonly sourceLatency: number; readonly targetLatency: number } | undefined,
  ): void {
    if (latency === undefined) this.#latencies.delete(taskIdentifier);
    else this.#latencies.set(taskIdentifier, latency);
  }

  /** The table ends in `Table error`, once `afterRows` rows are seen (0: before the first). */
  failTable(table: string, message = 'scripted failure', afterRows = 0): void {
    this.#failing.set(table, { message, afterRows });
  }

  throttleNext(requests: number): void {
    this.#throttled += requests;
  }

  /** The next request of `operation` is answered with this error. */
  refuseNext(operation: string, code: string, message: string): void {
    this.#refusals.set(operation, [...(this.#refusals.get(operation) ?? []), new AwsError(code, message)]);
  }

  /** DescribeReplicationTasks shows `status` for the task with this identifier; undefined: the truth again. */
  lie(taskIdentifier: string, status: string | undefined): void {
    if (status === undefined) this.#lies.delete(taskIdentifier);
    else this.#lies.set(taskIdentifier, status);
  }

  /** Tasks stay in this status (`creating`, `starting`, `running`, `stopping`, `deleting`, `modifying`) until `release`. */
  hang(status: string): void {
    if (!this.#hanging.has(status)) this.#hanging.set(status, []);
  }

  release(status: string): void {
    const waiting = this.#hanging.get(status) ?? [];
    this.#hanging.delete(status);
    for (const go of waiting) go();
  }

  /** The next events are not published. */
  loseEvents(events: number): void {
    this.#eventsToLose = events;
  }

  /** Truth and speed again; what hung goes on. */
  reset(): void {
    this.#slow = [];
    this.#failing.clear();
    this.#throttled = 0;
    this.#refusals.clear();
    this.#lies.clear();
    this.#latencies.clear();
    this.#eventsToLose = 0;
    for (const status of [...this.#hanging.keys()]) this.release(status);
  }

  slownessOf(table: string): Slowness | undefined {
    return this.#slow.findLast((slowness) => slowness.table === undefined || slowness.table === table);
  }

  failureOf(table: string): { readonly message: string; readonly afterRows: number } | undefined {
    return this.#failing.get(table);
  }

  latencyOf(taskIdentifier: string) {
    return this.#latencies.get(taskIdentifier);
  }

  takeThrottle(): boolean {
    if (this.#throttled === 0) return false;
    this.#throttled -= 1;
    return true;
  }

  takeRefusal(operation: string): AwsError | undefined {
    return this.#refusals.get(operation)?.shift();
  }

  lieAbout(taskIdentifier: string): string | undefined {
    return this.#lies.get(taskIdentifier);
  }

  /** Calls `go` at once, or when the status is released. */
  leave(status: string, go: () => void): void {
    const waiting = this.#hanging.get(status);
    if (waiting === undefined) go();
    else waiting.push(go);
  }

  takeLostEvent(): boolean {
    if (this.#eventsToLose === 0) return false;
    this.#eventsToLose -= 1;
    return true;
  }
}
