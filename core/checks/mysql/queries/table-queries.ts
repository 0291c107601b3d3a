import type { TableName } from '../../../tables/table-name';
import type { Query } from '../../query/query';

const timeoutSeconds = 20;
/** A statement accepts at most 65,535 values. */
export const maxTables = 10_000;

/**
 * Queries about the selected tables. Names are bound one by one, because older versions have no
 * JSON_TABLE.
 */
export function tableQueries(tables: readonly TableName[]): readonly Query[] {
  const named = tables.slice(0, maxTables);
  const amongThem = (schema: string, table: string): string =>
    named.length === 0 ? '1 = 0' : `(${schema}, ${table}) IN (${named.map(() => '(?, ?)').join(', ')})`;
  const among = amongThem('table_schema', 'table_name');
  const binds = named.flatMap(({ schema, table }) => [schema, table]);
  return [
    {
      id: 'columns',
      sql:
        'SELECT table_schema AS table_schema, table_name AS table_name, column_name AS column_name, data_type AS data_type, column_type AS column_type, ' +
        'character_maximum_length AS length, numeric_precision AS number_precision, numeric_scale AS number_scale, datetime_precision AS time_digits, ' +
        'character_set_name AS character_set, is_nullable AS is_nullable, extra AS extra, privileges AS privileges ' +
        `FROM information_schema.columns WHERE ${among} ORDER BY table_schema, table_name, ordinal_position`,
      binds,
      timeoutSeconds,
    },
    {
      id: 'keys',
      sql:
        'SELECT table_schema AS table_schema, table_name AS table_name, index_name AS index_name, column_name AS column_name ' +
        `FROM information_schema.statistics WHERE non_unique = 0 AND ${among} ` +
        'ORDER BY table_schema, table_name, index_name, seq_in_index',
      binds,
      timeoutSeconds,
    },
    {
      id: 'triggers',
      sql:
        'SELECT event_object_schema AS table_schema, event_object_table AS table_name, action_statement AS statement ' +
        `FROM information_schema.triggers WHERE event_manipulation = 'UPDATE' AND ${amongThem('event_object_schema', 'event_object_table')}`,
      binds,
      timeoutSeconds,
    },
  ];
}
