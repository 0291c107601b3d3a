import type { Query } from '../../query/query';
import { amongObjects, type ListedIds } from './object-condition';

const timeoutSeconds = 20;

/** Queries about the selected tables, each about all of them. */
export function tableQueries(tables: readonly ListedIds[]): readonly Query[] {
  const about = (id: string, column: string, write: (condition: string) => string): Query => ({
    id,
    sql: write(amongObjects(column, tables)),
    binds: [],
    timeoutSeconds,
  });
  return [
    about('tables', 't.object_id', (among) => `SELECT t.* FROM sys.tables t WHERE ${among}`),
    about(
      'columns',
      'c.object_id',
      (among) =>
        'SELECT c.*, COALESCE(base.name, own.name) AS type_name FROM sys.columns c ' +
        'LEFT JOIN sys.types base ON base.user_type_id = c.system_type_id ' +
        'LEFT JOIN sys.types own ON own.user_type_id = c.user_type_id ' +
        `WHERE ${among} ORDER BY c.object_id, c.column_id`,
    ),
    about(
      'indexes',
      'i.object_id',
      (among) =>
        'SELECT i.object_id, i.index_id, i.type_desc, i.is_primary_key, i.is_unique, i.has_filter, c.name AS column_name ' +
        'FROM sys.indexes i ' +
        'LEFT JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id AND k.key_ordinal > 0 ' +
        'LEFT JOIN sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id ' +
        `WHERE ${among} ORDER BY i.object_id, i.index_id, k.key_ordinal`,
    ),
    about(
      'sizes',
      'object_id',
      (among) =>
        'SELECT object_id, SUM(CASE WHEN index_id IN (0, 1) THEN row_count ELSE 0 END) AS row_count, ' +
        'SUM(reserved_page_count) * 8192 AS bytes, ' +
        'SUM(CASE WHEN index_id IN (0, 1) THEN 1 ELSE 0 END) AS partitions ' +
        `FROM sys.dm_db_partition_stats WHERE ${among} GROUP BY object_id`,
    ),
    about(
      'triggers',
      'r.parent_id',
      (among) =>
        'SELECT r.parent_id AS object_id, r.is_disabled, m.definition FROM sys.triggers r ' +
        `JOIN sys.sql_modules m ON m.object_id = r.object_id WHERE ${among}`,
    ),
    about(
      'readable',
      'o.object_id',
      (among) =>
        "SELECT o.object_id, HAS_PERMS_BY_NAME(QUOTENAME(s.name) + '.' + QUOTENAME(o.name), 'OBJECT', 'SELECT') AS readable " +
        `FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id WHERE ${among}`,
    ),
  ];
}
