import { AwsError } from '../service';

export interface Slowness {
  /** `schema.table`. Absent: every table. */
  readonly table?: string;
  /** Wait before the first row. */
  readonly secondsPerTable?: number;
  readonly rowsPerSecond?: number;
}

/** Bucket of API requests. */
export interface RequestRate {
  readonly size: number;
  readonly perSecond: number;
}

/** Faults of the local DMS, injected by tests and by the scenarios of the command line. */
export class DmsScript {
  #slow: Slowness[] = [];
  readonly #failing = new Map<string, { readonly message: string; readonly afterRows: number }>();
  readonly #suspending = new Map<string, string>();
  #throttled = 0;
  #requestRate: RequestRate | undefined;
  readonly #refusals = new Map<string, AwsError[]>();
  readonly #lies = new Map<string, string>();
  readonly #latencies = new Map<string, { readonly sourceLatency: number; readonly targetLatency: number }>();
  readonly #hanging = new Map<string, (() => void)[]>();
  #eventsToLose = 0;

  slow(slowness: Slowness): void {
    this.#slow.push(slowness);
  }

  /** Makes the metrics of the task report these seconds. Undefined ends it. */
  setLatency(
    taskIdentifier: string,
    latency: { readonly sourceLatency: number; readonly targetLatency: number } | undefined,
  ): void {
    if (latency === undefined) this.#latencies.delete(taskIdentifier);
    else this.#latencies.set(taskIdentifier, latency);
  }

  /** Makes the table end in `Table error` after `afterRows` rows (0: before the first). */
  failTable(table: string, message = 'scripted failure', afterRows = 0): void {
    this.#failing.set(table, { message, afterRows });
  }

  /** Makes the next change of the table suspend it, once: `Table error`, while its task stays `running`. */
  suspendTable(table: string, message = 'scripted failure'): void {
    this.#suspending.set(table, message);
  }

  /** Leaves fewer requests than DMS's own limit, as when other users of the account take the rest. Undefined ends it. */
  setRequestRate(rate: RequestRate | undefined): void {
    this.#requestRate = rate;
  }

  /** Ends `failTable`. */
  healTable(table: string): void {
    this.#failing.delete(table);
  }

  throttleNext(requests: number): void {
    this.#throttled += requests;
  }

  /** Answers the next request of `operation` with this error. */
  refuseNext(operation: string, code: string, message: string): void {
    this.#refusals.set(operation, [...(this.#refusals.get(operation) ?? []), new AwsError(code, message)]);
  }

  /** Makes DescribeReplicationTasks report `status` for the task with this identifier. Undefined ends it. */
  lie(taskIdentifier: string, status: string | undefined): void {
    if (status === undefined) this.#lies.delete(taskIdentifier);
    else this.#lies.set(taskIdentifier, status);
  }

  /**
   * Keeps tasks in this status (`creating`, `starting`, `running`, `stopping`, `deleting`, `modifying`) until
   * `release`.
   */
  hang(status: string): void {
    if (!this.#hanging.has(status)) this.#hanging.set(status, []);
  }

  release(status: string): void {
    const waiting = this.#hanging.get(status) ?? [];
    this.#hanging.delete(status);
    for (const go of waiting) go();
  }

  /** Drops the next events instead of publishing them. Infinity: all. */
  loseEvents(events: number): void {
    this.#eventsToLose = events;
  }

  /** Ends all injected faults. Held tasks continue. */
  reset(): void {
    this.#slow = [];
    this.#failing.clear();
    this.#suspending.clear();
    this.#throttled = 0;
    this.#requestRate = undefined;
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

  takeSuspension(table: string): string | undefined {
    const message = this.#suspending.get(table);
    this.#suspending.delete(table);
    return message;
  }

  get requestRate(): RequestRate | undefined {
    return this.#requestRate;
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
