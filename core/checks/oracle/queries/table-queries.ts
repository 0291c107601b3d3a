import type { TableName } from '../../../tables/table-name';
import type { Query } from '../../query/query';
import { amongTables } from './table-condition';

const timeoutSeconds = 20;

/** Queries about the selected tables, each about all of them. */
export function tableQueries(tables: readonly TableName[]): readonly Query[] {
  const about = (id: string, columns: TableName, write: (condition: string) => string): Query => {
    const { condition, binds } = amongTables(columns, tables);
    return { id, sql: write(condition), binds, timeoutSeconds };
  };
  const usual = { schema: 'owner', table: 'table_name' };
  return [
    about(
      'tables',
      usual,
      (among) =>
        'SELECT owner, table_name, num_rows, blocks, partitioned, temporary, iot_type, cluster_name ' +
        `FROM all_tables WHERE ${among}`,
    ),
    about(
      'columns',
      usual,
      (among) =>
        'SELECT owner, table_name, column_name, data_type, data_type_owner, data_length, char_length, data_precision, data_scale, nullable, ' +
        `hidden_column, virtual_column FROM all_tab_cols WHERE ${among} ORDER BY owner, table_name, internal_column_id`,
    ),
    about(
      'keys',
      { schema: 'c.owner', table: 'c.table_name' },
      (among) =>
        'SELECT c.owner, c.table_name, c.constraint_name, c.constraint_type, k.column_name FROM all_constraints c ' +
        'JOIN all_cons_columns k ON k.owner = c.owner AND k.constraint_name = c.constraint_name ' +
        `WHERE c.constraint_type IN ('P', 'U') AND c.status = 'ENABLED' AND ${among} ` +
        'ORDER BY c.owner, c.table_name, c.constraint_name, k.position',
    ),
    about(
      'log-groups',
      usual,
      (among) => `SELECT owner, table_name, log_group_type, always FROM all_log_groups WHERE ${among}`,
    ),
    about(
      'grants',
      { schema: 'table_schema', table: 'table_name' },
      (among) =>
        `SELECT table_schema, table_name, privilege FROM all_tab_privs WHERE privilege IN ('SELECT', 'READ') AND ${among}`,
    ),
    about(
      'encrypted',
      usual,
      (among) => `SELECT owner, table_name, column_name FROM all_encrypted_columns WHERE ${among}`,
    ),
    about(
      'triggers',
      { schema: 'table_owner', table: 'table_name' },
      (among) =>
        'SELECT table_owner AS owner, table_name, when_clause FROM all_triggers ' +
        `WHERE status = 'ENABLED' AND triggering_event LIKE '%UPDATE%' AND ${among}`,
    ),
    about('external', usual, (among) => `SELECT owner, table_name FROM all_external_tables WHERE ${among}`),
  ];
}
