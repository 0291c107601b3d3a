import type { Discovered, DiscoveredTable } from '../../../core/discovery/discovered';
import { escapeControlCharacters } from '../../output/escape-control-characters';
import { hangingIndent } from '../../output/hanging-indent';
import { bytes, count, plural } from '../../output/quantities';
import { sourceName } from '../../output/source-name';
import { roomOf, table } from '../../output/table';
import { inkOf, type Shell } from '../../shell';

const columns = [
  { title: 'TABLE', shrinks: true },
  { title: 'ROWS', align: 'right' },
  { title: 'SIZE', align: 'right' },
  { title: 'KEY', shrinks: true },
  { title: 'LONG COLUMNS', shrinks: true },
] as const;

/** Tables of a source. Rows and sizes are estimates of the source. */
export function showDiscovered(shell: Shell, discovered: Discovered): string {
  const ink = inkOf(shell);
  const { connection, engine, version, tables, cdcProblems } = discovered;
  const schemas = new Set(tables.map(({ schema }) => schema));
  return [
    ink.bold(
      `${sourceName({ name: connection, engine }, version)}: ${plural(tables.length, 'table')} in ${plural(schemas.size, 'schema')}`,
    ),
    table(
      columns,
      tables.map((one) => row(one).map(escapeControlCharacters)),
      roomOf(shell),
    ),
    '',
    ...(cdcProblems.length === 0
      ? ['The source provides changes: cdc is possible for tables with a key.']
      : [
          'The source provides no changes yet, so only full-load is possible:',
          ...cdcProblems.flatMap(({ found }) => hangingIndent('  - ', found, shell.width())),
        ]),
    ink.dim('--as config/departments/<department>.yaml writes a file to start from'),
  ].join('\n');
}

function row(one: DiscoveredTable): string[] {
  const kind = one.kind === 'table' || one.kind === 'partitioned-table' ? '' : ` (${one.kind})`;
  const key = one.primaryKey.length > 0 ? one.primaryKey.join(', ') : one.uniqueKeys > 0 ? '(unique)' : '-';
  return [
    `${one.schema}.${one.table}${kind}`,
    one.rows === undefined ? '?' : count(one.rows),
    one.bytes === undefined ? '?' : bytes(one.bytes),
    key,
    one.lobs
      .map(({ column, longestBytes }) =>
        longestBytes === undefined ? column : `${column} ${bytes(longestBytes)}`,
      )
      .join(', '),
  ];
}

export function showWritten({
  file,
  tables,
}: Pick<Discovered, 'tables'> & { readonly file: string }): string {
  return `${file}: a draft for ${plural(tables.length, 'table')}; change owner and schedules, then: lakeferry validate`;
}
