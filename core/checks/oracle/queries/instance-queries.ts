import { likePattern } from '../../query/like-pattern';
import type { Query } from '../../query/query';
import type { CheckRequest } from '../../request/check-request';
import { neededObjects } from '../needed-privileges';
import { positionQueries } from './position-queries';
import { placeholders } from './table-condition';

/** Limit for queries of the dictionary. */
const timeoutSeconds = 20;
/** Names read of the requested schemas, to resolve wildcards and to suggest the nearest name. */
const maxNames = 20_000;

const isoTime = 'YYYY-MM-DD"T"HH24:MI:SS';

/** Queries about the instance, the session and the names in the requested schemas. */
export function instanceQueries(request: CheckRequest): readonly Query[] {
  const plain = (id: string, sql: string): Query => ({ id, sql, binds: [], timeoutSeconds });
  return [
    plain('version', 'SELECT banner FROM v$version'),
    // All columns: before 12.1 there is no column CDB, and naming it would be an error.
    plain('database', 'SELECT * FROM v$database'),
    plain('parameters', "SELECT name, value FROM v$parameter WHERE name IN ('compatible', 'db_block_size')"),
    plain(
      'character-sets',
      "SELECT parameter, value FROM nls_database_parameters WHERE parameter IN ('NLS_CHARACTERSET', 'NLS_NCHAR_CHARACTERSET')",
    ),
    plain(
      'time',
      `SELECT TO_CHAR(SYS_EXTRACT_UTC(SYSTIMESTAMP), '${isoTime}') AS utc, TO_CHAR(SYSTIMESTAMP, 'TZH:TZM') AS zone FROM dual`,
    ),
    plain('session', "SELECT SYS_CONTEXT('USERENV', 'SESSION_USER') AS login FROM dual"),
    // Before 12.1 this fails: ORA-02003.
    plain('container', "SELECT SYS_CONTEXT('USERENV', 'CON_NAME') AS container FROM dual"),
    plain('privileges', 'SELECT privilege FROM session_privs'),
    plain('idle-time', "SELECT limit FROM user_resource_limits WHERE resource_name = 'IDLE_TIME'"),
    plain('managed', "SELECT username FROM all_users WHERE username IN ('RDSADMIN', 'C##CLOUD$SERVICE')"),
    plain(
      'archived-logs',
      `SELECT TO_CHAR(MAX(CASE WHEN deleted = 'YES' THEN next_time END), '${isoTime}') AS gone_until, ` +
        `TO_CHAR(MIN(CASE WHEN deleted = 'NO' THEN first_time END), '${isoTime}') AS kept_from, ` +
        `TO_CHAR(SYSDATE, '${isoTime}') AS now FROM v$archived_log WHERE standby_dest = 'NO'`,
    ),
    {
      id: 'dictionary-access',
      sql: `SELECT object_name FROM all_objects WHERE owner = 'SYS' AND object_name IN (${placeholders(neededObjects.length)})`,
      binds: neededObjects,
      timeoutSeconds,
    },
    ...positionQueries(request),
    names(request),
  ];
}

/** Query of the names in the schemas of the request, in whatever case the request spells them. */
function names(request: CheckRequest): Query {
  const exact = [...new Set(request.tables.map(({ schema }) => schema.toUpperCase()))];
  const patterns = [...new Set(request.patterns.map(({ schema }) => likePattern(schema.toUpperCase())))];
  const conditions = [
    ...(exact.length === 0 ? [] : [`UPPER(owner) IN (${placeholders(exact.length)})`]),
    ...patterns.map((_, index) => `UPPER(owner) LIKE :${exact.length + index + 1} ESCAPE '\\'`),
  ];
  return {
    id: 'names',
    sql:
      'SELECT owner, object_name, object_type FROM (SELECT owner, object_name, object_type FROM all_objects ' +
      `WHERE (${conditions.length === 0 ? '1 = 0' : conditions.join(' OR ')}) ` +
      "AND object_type IN ('TABLE', 'VIEW', 'MATERIALIZED VIEW', 'SYNONYM') " +
      // FETCH FIRST exists only from 12.1 on.
      `ORDER BY owner, object_name) WHERE ROWNUM <= ${maxNames}`,
    binds: [...exact, ...patterns],
    timeoutSeconds,
  };
}
