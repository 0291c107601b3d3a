import { fullTableName } from '../../tables/table-name';
import type { Check } from '../evaluation/check';
import { configFix, finding } from '../report/finding';
import { nameList } from '../report/name-list';
import { excludedColumns } from '../shared/excluded-columns';
import { define } from './definitions';
import { type MysqlSource, withoutTableResult } from './mysql-source';

/** See docs/source-checks.md#sessions-and-character-sets-of-mysql */
const definition = define('session-settings', {
  modes: 'all',
  severity: 'warning',
  title: 'sessions of DMS read values as the log has them',
  why: 'a load reads TIMESTAMP in the time zone of its session, and the log has it in UTC. Pages of AWS and reports contradict each other on what serverTimezone changes. A mode can add spaces to CHAR',
  source: 'https://repost.aws/knowledge-center/dms-migrate-mysql-non-utc',
});

const namedColumns = 20;

interface Setting {
  readonly type: string;
  readonly text: string;
  /** Assignment in the session that prevents the effect, and the pattern that finds it in a script. */
  readonly assignment: string;
  readonly pattern: RegExp;
}

export const sessionSettings: Check<MysqlSource> = {
  definition,
  skip: withoutTableResult('columns'),
  evaluate(source) {
    const attributes = source.request.connectionAttributes ?? '';
    const script = /(?:^|;)\s*(?:afterConnectScript|initstmt)=(.*)$/i.exec(attributes)?.[1] ?? '';
    const shift = /(?:^|;)\s*serverTimezone=([^;]*)/i.exec(attributes)?.[1]?.trim();
    const found = settingsOf(source)
      .filter(({ pattern }) => !pattern.test(script))
      .map((setting) => ({ ...setting, columns: columnsOf(source, setting.type) }))
      .filter(({ columns }) => columns.length > 0);
    const isShifted = shift !== undefined && !isUtc(shift) && columnsOf(source, 'timestamp').length > 0;
    if (found.length === 0 && !isShifted) return [];
    const texts = found.map(({ text, columns }) => `${text}: ${nameList(columns, namedColumns)}`);
    const all = settingsOf(source).filter(({ type }) => columnsOf(source, type).length > 0);
    const assignments = all.length === 0 ? ["time_zone = '+00:00'"] : all.map(({ assignment }) => assignment);
    return [
      finding(
        definition,
        [...texts, ...(isShifted ? [`serverTimezone is ${shift}, which can shift changes`] : [])].join('; '),
        {
          fix: configFix(
            `connection-attributes: {afterConnectScript: ${JSON.stringify(`SET ${assignments.join(', ')}`)}}${isShifted ? '   # and remove serverTimezone' : ''}`,
          ),
        },
      ),
    ];
  },
};

/** Settings of the server that change what a session reads. */
function settingsOf({ server }: MysqlSource): readonly Setting[] {
  const zone = server.variable('time_zone');
  const effective = zone?.toUpperCase() === 'SYSTEM' ? server.variable('system_time_zone') : zone;
  const pads = /\bPAD_CHAR_TO_FULL_LENGTH\b/i.test(server.variable('sql_mode') ?? '');
  return [
    ...(effective === undefined || isUtc(effective)
      ? []
      : [
          {
            type: 'timestamp',
            text: `time_zone is ${zone}${zone === effective ? '' : ` (${effective})`}, in which a load reads TIMESTAMP`,
            assignment: "time_zone = '+00:00'",
            pattern: /\btime_zone\s*=\s*'?(\+00:00|UTC)/i,
          },
        ]),
    ...(pads
      ? [
          {
            type: 'char',
            text: 'sql_mode has PAD_CHAR_TO_FULL_LENGTH, so a load reads CHAR with spaces that the log does not have',
            assignment: "sql_mode = ''",
            pattern: /\bsql_mode\s*=\s*(?!.*PAD_CHAR)/i,
          },
        ]
      : []),
  ];
}

/** `GMT` of the operating system can be that of London in winter. */
function isUtc(zone: string): boolean {
  return /^(UTC|Etc\/UTC|[+-]00:00)$/i.test(zone);
}

function columnsOf({ request, tables }: MysqlSource, type: string): readonly string[] {
  return tables.flatMap((table) => {
    const isExcluded = excludedColumns(request, table);
    return table.columns
      .filter((column) => column.type === type && !isExcluded(column.name))
      .map(({ name }) => `${fullTableName(table)}.${name}`);
  });
}
