import type { Caller } from '../service';

/** Name of a caller in the log: the role's name, or `operator`. */
export function callerName(caller: Caller): string {
  return caller.roleArn === undefined
    ? 'operator'
    : caller.roleArn.slice(caller.roleArn.lastIndexOf('/') + 1);
}

/** Counts of the calls through the port, for the benchmarks and for tests that limit the calls of an API. */
export class CallLog {
  readonly #counts = new Map<string, Map<string, number>>();

  record(service: string, operation: string, caller: Caller): void {
    const name = `${service}:${operation}`;
    const byCaller = this.#counts.get(name) ?? new Map<string, number>();
    this.#counts.set(name, byCaller);
    const who = callerName(caller);
    byCaller.set(who, (byCaller.get(who) ?? 0) + 1);
  }

  /**
   * Calls of `service:operation`, such as `dms:DescribeReplicationTasks`, by everybody or by one role's name.
   */
  count(name: string, who?: string): number {
    const byCaller = this.#counts.get(name);
    if (byCaller === undefined) return 0;
    if (who !== undefined) return byCaller.get(who) ?? 0;
    return [...byCaller.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Count of every `service:operation`, by name. */
  totals(): Readonly<Record<string, number>> {
    const names = [...this.#counts.keys()].sort();
    return Object.fromEntries(names.map((name) => [name, this.count(name)]));
  }

  /** Each `service:operation` that one role has called, by the role's name. */
  by(who: string): readonly string[] {
    return [...this.#counts].flatMap(([name, byCaller]) => (byCaller.has(who) ? [name] : [])).sort();
  }

  clear(): void {
    this.#counts.clear();
  }
}
