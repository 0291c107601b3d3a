import { bytes, count, plural } from '../../output/quantities';
import { table } from '../../output/table';
import { inkOf, type Shell } from '../../shell';
import {
  type CopiedFiles,
  isComplete,
  type LakeResult,
  type LoadedFile,
  type PublishedSnapshot,
  type QueryWithResult,
} from './lake-result';

/** Result of the step in one line. */
export function lakeResultText(result: LakeResult): string {
  const files = [...result.snapshots, ...result.arrivals].reduce((sum, one) => sum + one.files, 0);
  const { loaded } = result;
  return [
    isComplete(result) ? `${count(files)} files in the lake` : 'not everything arrived in the lake',
    ...(loaded === undefined ? [] : [`${plural(loaded.rowsInTable, 'row')} of a CSV file in PostgreSQL`]),
  ].join(', ');
}

/** The lake, the loaded file, and the query with its result. */
export function showLake(
  shell: Shell,
  { lakeBucket, snapshots, arrivals, loaded, query }: LakeResult,
): string {
  const ink = inkOf(shell);
  return [
    ink.bold(`Lake  s3://${lakeBucket}`),
    ...snapshots.map((one) => snapshotLines(one, ink.dim)),
    ...arrivals.map((one) => copiedLines(one, ink.dim)),
    ...(loaded === undefined ? [] : ['', ink.bold('A file in the inbox'), loadedLines(loaded)]),
    ...(query === undefined ? [] : ['', ink.bold('One query over the lake'), ...queryLines(query, ink.dim)]),
  ].join('\n');
}

function snapshotLines(one: PublishedSnapshot, dim: (text: string) => string): string {
  const empty = one.emptyTables === 0 ? '' : `, ${count(one.emptyTables)} of them empty`;
  return [
    `  ${one.prefix}/  snapshot ${one.snapshot}`,
    dim(
      `    ${plural(one.tables, 'table')}${empty}, ${count(one.rows)} rows, ${plural(one.files, 'file')}, ${bytes(one.bytes)}`,
    ),
  ].join('\n');
}

function copiedLines(one: CopiedFiles, dim: (text: string) => string): string {
  const first = one.partitions[0];
  return [
    `  ${one.prefix}/  ${plural(one.partitions.length, 'partition')}, each file copied as it arrived`,
    dim(
      `    ${plural(one.files, 'file')}, ${bytes(one.bytes)}${one.missing === 0 ? '' : `, ${count(one.missing)} missing`}`,
    ),
    ...(first === undefined ? [] : [dim(`    such as ${first}/`)]),
  ].join('\n');
}

function loadedLines({ file, load, run, rowsInTable, table: name }: LoadedFile): string {
  return [
    `  "${file}" dropped for ${load}: ${run.run.verdict?.outcome ?? 'open'},`,
    `  ${plural(rowsInTable, 'row')} in ${name}`,
  ].join('\n');
}

function queryLines({ sql, columns, rows }: QueryWithResult, dim: (text: string) => string): string[] {
  const result = table(
    columns.map((title, index) => (index === 0 ? { title } : { title, align: 'right' as const })),
    rows.map((row) => row.map((value) => value ?? 'NULL')),
    Number.POSITIVE_INFINITY,
  );
  return [
    ...sql.split('\n').map((line) => `  ${dim(line)}`),
    '',
    ...result.split('\n').map((line) => `  ${line}`),
  ];
}
