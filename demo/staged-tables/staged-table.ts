import { readCsv } from './read-csv';

/**
 * DMS's column for the operation, and Lakeferry's columns for the commit time and the position among all
 * changes.
 */
const operationColumn = 'Op';
const commitColumn = 'dms_commit_timestamp';
const sequenceColumn = 'dms_change_seq';
const added: ReadonlySet<string> = new Set([operationColumn, commitColumn, sequenceColumn]);
const nullToken = '\\N';

export interface AppliedFile {
  readonly rows: number;
  /** Commit times of the rows that have one, in milliseconds since 1970. */
  readonly commits: readonly number[];
}

/**
 * Table folded from its staged CSV files: loads first, then changes, file by file in the order of their
 * names.
 */
export class StagedTable {
  readonly #rows = new Map<string, string>();
  readonly #key: readonly string[];

  /** `key`: columns by which a later change replaces an earlier one. */
  constructor(key: readonly string[]) {
    this.#key = key;
  }

  /** Rows by key, in the form of `rowText`. */
  get rows(): ReadonlyMap<string, string> {
    return this.#rows;
  }

  apply(csv: string): AppliedFile {
    const lines = readCsv(csv, nullToken);
    const header = (lines.next().value ?? []).map((name: string | null) => name ?? '');
    const at = (name: string): number => header.indexOf(name);
    const key = this.#key.map((name) => at(name));
    if (key.includes(-1))
      throw new Error(`a staged file has no column ${this.#key.join(', ')}, but ${header}`);
    const [operation, commit] = [at(operationColumn), at(commitColumn)];
    const columns = header.filter((name: string) => !added.has(name));
    const places = columns.map(at);
    const commits: number[] = [];
    let rows = 0;
    for (const line of lines) {
      rows += 1;
      const name = keyText(key.map((place) => line[place] ?? null));
      if (line[operation] === 'D') this.#rows.delete(name);
      else
        this.#rows.set(
          name,
          rowText(
            columns,
            places.map((place: number) => line[place] ?? null),
          ),
        );
      const committed = line[commit];
      if (typeof committed === 'string')
        commits.push(Date.parse(`${committed.replace(' ', 'T').slice(0, 23)}Z`));
    }
    return { rows, commits };
  }
}

export function keyText(values: readonly (string | null)[]): string {
  return JSON.stringify(values);
}

export function rowText(columns: readonly string[], values: readonly (string | null)[]): string {
  return JSON.stringify(columns.map((column, index) => [column, values[index] ?? null]).sort());
}
