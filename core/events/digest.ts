import { cutText } from '../cut-text';
import { tableStateOf } from '../model/table-state';
import type { TableRecord } from '../runs/record/table-record';
import type { Finding } from '../runs/record/verdict-shape';
import { fullTableName } from '../tables/table-name';
import type { RunEnded } from './event';

type Digest = RunEnded['digest'];
type TableDigest = Digest['tables'][number];

/** Tables in a digest. With details of `longestDetail`, an event stays below 64 KiB, a quarter of what SNS allows. */
export const keptTables = 50;
const longestDetail = 300;

/** Digest of a run's tables: those with a problem first, then the largest. */
export function digestOf(tables: readonly TableRecord[], findings: readonly Finding[]): Digest {
  const details = new Map(
    findings.flatMap(({ table, detail }) => (table === undefined ? [] : [[table, detail]])),
  );
  const listed = new Set(tables.map(fullTableName));
  const all: TableDigest[] = [
    ...tables.map((table) => oneTable(table, details.get(fullTableName(table)))),
    ...[...details]
      .filter(([table]) => !listed.has(table))
      .map(([table, detail]) => ({
        table,
        state: 'missing' as const,
        detail: cutText(detail, longestDetail),
      })),
  ];
  const sorted = all.toSorted(
    (a, b) => rank(a) - rank(b) || (b.rows ?? 0) - (a.rows ?? 0) || (a.table < b.table ? -1 : 1),
  );
  return { tables: sorted.slice(0, keptTables), more: Math.max(0, sorted.length - keptTables) };
}

function oneTable(record: TableRecord, problem: string | undefined): TableDigest {
  const { rows } = record;
  const kind = tableStateOf(record.state);
  const state =
    kind === 'missing' ? 'missing' : kind === 'completed' && problem === undefined ? 'loaded' : 'failed';
  const detail = problem ?? (state === 'loaded' ? undefined : record.state);
  return {
    table: fullTableName(record),
    state,
    rows,
    ...(detail === undefined ? {} : { detail: cutText(detail, longestDetail) }),
  };
}

function rank({ state }: TableDigest): number {
  return state === 'loaded' ? 1 : 0;
}
