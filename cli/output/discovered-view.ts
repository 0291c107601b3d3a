import type { Discovered, DiscoveredTable } from '../../core/discovery/discovered';
import { sourceName } from '../doctor/source-checks';
import { inkOf, type Shell } from '../shell';
import { visible } from './escape-control-characters';
import { wrapped } from './hanging-indent';
import { bytes, count, plural } from './quantities';
import { table } from './table';

const columns = [
  { title: 'TABLE', shrinks: true },
  { title: 'ROWS', align: 'right' },
  { title: 'SIZE', align: 'right' },
  { title: 'KEY', shrinks: true },
  { title: 'LONG COLUMNS', shrinks: true },
] as const;

/** Tables by schema; rows and sizes as the source estimates them. */
export function showDiscovered(shell: Shell, seen: Discovered): string {
  const ink = inkOf(shell);
  const { tables, noChanges } = seen;
  const schemas = new Set(tables.map(({ schema }) => schema));
  return [
    ink.bold(
      `${sourceName({ name: seen.connection, engine: seen.engine }, seen.version)}: ${plural(tables.length, 'table')} in ${plural(schemas.size, 'schema')}`,
    ),
    table(
      columns,
      tables.map((one) => row(one).map(visible)),
      shell.width(),
    ),
    '',
    ...(noChanges.length === 0
      ? ['The source gives changes: cdc is possible for tables with a key.']
      : [
          'The source gives no changes yet, so full-load only:',
          ...noChanges.flatMap(({ found }) =>
            wrapped(found, shell.width() - 4).map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`),
          ),
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
