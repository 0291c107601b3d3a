import type { Arrival } from '../../../demo/staged-tables/staged-job';
import type { TrafficTotals } from '../../../demo/traffic/traffic';

export interface LiveFigures {
  /** Changes committed in the tables of the job, and those of them in staging. */
  readonly made: number;
  readonly staged: number;
  /** Changes staged in the last seconds, a second. */
  readonly rowsPerSecond: number;
  /** Age of the newest change in staging. */
  readonly secondsBehind: number;
  /** From commit to file: of all changes so far. */
  readonly medianSeconds: number;
  readonly worstSeconds: number;
}

const recent = 5_000;

/** What is made in the source and what has come to staging. Times are milliseconds. */
export class Arrivals {
  readonly #tables: readonly string[];
  #made = 0;
  #staged = 0;
  #newestCommit: number | undefined;
  #began: number | undefined;
  readonly #delays: number[] = [];
  readonly #lately: { readonly at: number; readonly rows: number }[] = [];

  /** `tables` are those of the job: what happens in others does not come. */
  constructor(tables: readonly string[]) {
    this.#tables = tables;
  }

  get complete(): boolean {
    return this.#staged >= this.#made;
  }

  made({ tables }: TrafficTotals): void {
    this.#made = this.#tables.reduce((sum, table) => sum + (tables[table] ?? 0), 0);
  }

  arrived(files: readonly Arrival[], now = Date.now()): void {
    this.#began ??= now;
    for (const { rows, delays, newestCommit } of files) {
      if (newestCommit === undefined) continue;
      this.#staged += rows;
      this.#delays.push(...delays);
      this.#newestCommit = Math.max(this.#newestCommit ?? 0, newestCommit);
      this.#lately.push({ at: now, rows });
    }
  }

  figures(now: number): LiveFigures {
    const from = Math.max(now - recent, this.#began ?? now);
    const lately = this.#lately.filter(({ at }) => at > from).reduce((sum, { rows }) => sum + rows, 0);
    const sorted = [...this.#delays].sort((a, b) => a - b);
    const seconds = (milliseconds: number | undefined): number => Math.max(0, (milliseconds ?? 0) / 1_000);
    return {
      made: this.#made,
      staged: this.#staged,
      rowsPerSecond: now > from ? (lately / (now - from)) * 1_000 : 0,
      secondsBehind: this.#newestCommit === undefined ? 0 : seconds(now - this.#newestCommit),
      medianSeconds: seconds(sorted[sorted.length >> 1]),
      worstSeconds: seconds(sorted.at(-1)),
    };
  }
}
