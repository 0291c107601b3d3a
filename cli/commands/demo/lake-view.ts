import { bytes, count, plural } from '../../output/quantities';
import { table } from '../../output/table';
import { inkOf, type Shell } from '../../shell';
import { hasLanded, type LandedArrivals, type LandedSnapshot, type LandingReport } from './read-lake';

/** What came of it, for the line of the step. */
export function landingResult(report: LandingReport): string {
  const files = [...report.snapshots, ...report.arrivals].reduce((sum, one) => sum + one.files, 0);
  const loaded = report.loaded;
  return [
    hasLanded(report) ? `${count(files)} files in the lake` : 'not everything came to the lake',
    ...(loaded === undefined ? [] : [`${plural(loaded.rowsInTable, 'row')} of a file in PostgreSQL`]),
  ].join(', ');
}

/** The lake, the file, and the question with its answer. */
export function landingStory(shell: Shell, report: LandingReport): string {
  const ink = inkOf(shell);
  const { loaded, query } = report;
  return [
    ink.bold(`Lake  s3://${report.lakeBucket}`),
    ...report.snapshots.map((one) => snapshotLine(one, ink.dim)),
    ...report.arrivals.map((one) => arrivalsLine(one, ink.dim)),
    ...(loaded === undefined
      ? []
      : [
          '',
          ink.bold('A file in the inbox'),
          `  "${loaded.file}" dropped for ${loaded.load}: ${loaded.run.run.verdict?.outcome ?? 'open'},`,
          `  ${plural(loaded.rowsInTable, 'row')} in ${loaded.table}`,
        ]),
    ...(query === undefined
      ? []
      : [
          '',
          ink.bold('One query over the lake'),
          ...query.sql.split('\n').map((line) => `  ${ink.dim(line)}`),
          '',
          ...table(
            query.columns.map((title, index) =>
              index === 0 ? { title } : { title, align: 'right' as const },
            ),
            query.rows.map((row) => row.map((value) => value ?? 'NULL')),
            shell.width() - 2,
          )
            .split('\n')
            .map((line) => `  ${line}`),
        ]),
  ].join('\n');
}

function snapshotLine(one: LandedSnapshot, dim: (text: string) => string): string {
  const empty = one.emptyTables === 0 ? '' : `, ${count(one.emptyTables)} of them empty`;
  return [
    `  ${one.prefix}/  snapshot ${one.snapshot}`,
    dim(
      `    ${plural(one.tables, 'table')}${empty}, ${count(one.rows)} rows, ${plural(one.files, 'file')}, ${bytes(one.bytes)}`,
    ),
  ].join('\n');
}

function arrivalsLine(one: LandedArrivals, dim: (text: string) => string): string {
  const first = one.partitions[0];
  return [
    `  ${one.prefix}/  ${plural(one.partitions.length, 'partition')}, each file as it came`,
    dim(
      `    ${plural(one.files, 'file')}, ${bytes(one.bytes)}${one.missing === 0 ? '' : `, ${count(one.missing)} missing`}`,
    ),
    ...(first === undefined ? [] : [dim(`    such as ${first}/`)]),
  ].join('\n');
}
