import { tableIdentity } from '../../../core/tables/table-name';
import type { RunRecord } from '../../../core/runs/record/run-record';
import type { TableRecord } from '../../../core/runs/record/table-record';

interface Seen {
  readonly rows: number;
  /** Milliseconds. */
  readonly at: number;
}

interface Pair {
  readonly last: Seen;
  readonly before?: Seen;
}

/** Runs in flight that somebody reads. */
const rememberedRuns = 100;

/**
 * Rows of tables as this console read them after polls. The history keeps only what the last poll saw, so the pace between two polls
 * is known to whoever read both.
 */
export class Paces {
  readonly #runs = new Map<string, ReadonlyMap<string, Pair>>();

  /** Remembers what the last poll saw. Returns rows per second between the last two polls that saw more rows, until the newest poll. */
  of(run: Pick<RunRecord, 'run' | 'progress'>, tables: readonly TableRecord[]): ReadonlyMap<string, number> {
    if (run.progress === undefined) return new Map();
    const polled = Date.parse(run.progress.at);
    const known = this.#runs.get(run.run);
    const pairs = new Map(
      tables.map((table) => {
        const name = tableIdentity(table);
        return [name, pairAfter(known?.get(name), { rows: table.rows, at: polled })];
      }),
    );
    this.#runs.delete(run.run);
    this.#runs.set(run.run, pairs);
    const [oldest] = this.#runs.keys();
    if (this.#runs.size > rememberedRuns && oldest !== undefined) this.#runs.delete(oldest);
    return new Map(
      [...pairs].flatMap(([name, { before, last }]) =>
        before === undefined || polled - before.at < 1000
          ? []
          : [[name, ((last.rows - before.rows) * 1000) / (polled - before.at)] as const],
      ),
    );
  }
}

/** A table that begins again has fewer rows than before: its pace begins again. */
function pairAfter(known: Pair | undefined, seen: Seen): Pair {
  if (known === undefined || seen.rows < known.last.rows) return { last: seen };
  if (seen.rows === known.last.rows) return known;
  // A poll writes its progress before the rows that it saw.
  if (seen.at === known.last.at) return { ...known, last: seen };
  return { before: known.last, last: seen };
}
