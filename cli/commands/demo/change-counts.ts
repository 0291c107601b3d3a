import type { StagedFile } from '../../../demo/staged-tables/staged-job';
import type { TrafficTotals } from '../../../demo/traffic/run-traffic';

export interface ChangeFigures {
  /** Changes committed in the tables of the job. */
  readonly made: number;
  /** Those of them that are in staging. */
  readonly staged: number;
  /** Changes staged per second, over the last seconds. */
  readonly rowsPerSecond: number;
  /** Age of the newest change in staging. */
  readonly secondsBehind: number;
  /** Time from commit to file, of all changes. */
  readonly medianSeconds: number;
  readonly worstSeconds: number;
}

const recentMilliseconds = 5_000;

/** Counts the changes made in the source and those that arrived in staging. Times are milliseconds. */
export class ChangeCounts {
  readonly #tables: readonly string[];
  #made = 0;
  #staged = 0;
  #newestCommit: number | undefined;
  #began: number | undefined;
  readonly #delays: number[] = [];
  readonly #recent: { readonly at: number; readonly rows: number }[] = [];

  /** `tables` are those of the job: changes in others are not staged. */
  constructor(tables: readonly string[]) {
    this.#tables = tables;
  }

  get isComplete(): boolean {
    return this.#staged >= this.#made;
  }

  made({ tables }: TrafficTotals): void {
    this.#made = this.#tables.reduce((sum, table) => sum + (tables[table] ?? 0), 0);
  }

  arrived(files: readonly StagedFile[], now = Date.now()): void {
    this.#began ??= now;
    for (const { rows, delays, newestCommit } of files) {
      if (newestCommit === undefined) continue;
      this.#staged += rows;
      this.#delays.push(...delays);
      this.#newestCommit = Math.max(this.#newestCommit ?? 0, newestCommit);
      this.#recent.push({ at: now, rows });
    }
  }

  figures(now: number): ChangeFigures {
    const from = Math.max(now - recentMilliseconds, this.#began ?? now);
    const recent = this.#recent.filter(({ at }) => at > from).reduce((sum, { rows }) => sum + rows, 0);
    const sorted = [...this.#delays].sort((a, b) => a - b);
    const seconds = (milliseconds: number | undefined): number => Math.max(0, (milliseconds ?? 0) / 1_000);
    return {
      made: this.#made,
      staged: this.#staged,
      rowsPerSecond: now > from ? (recent / (now - from)) * 1_000 : 0,
      secondsBehind: this.#newestCommit === undefined ? 0 : seconds(now - this.#newestCommit),
      medianSeconds: seconds(sorted[sorted.length >> 1]),
      worstSeconds: seconds(sorted.at(-1)),
    };
  }
}
