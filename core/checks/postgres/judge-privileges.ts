import type { Outcome, Ruling } from '../evaluation/evaluate-checks';
import { quoted, quotedTable } from '../query/identifiers';
import type { QueryResults } from '../query/query';
import { isYes, numberOf, rowsOf, textOf, whyUnavailable } from '../query/query-results';
import type { CheckFinding } from '../report/check-report';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { postgresCatalogue as catalogue } from './catalogue';
import type { PostgresTable } from './facts';

/** What the login may do, against exactly what the mode needs. */
export function privilegeChecks(
  request: CheckRequest,
  tables: readonly PostgresTable[],
  results: QueryResults,
): readonly Ruling[] {
  const server = rowsOf(results, 'server')[0];
  const login = quoted('postgres', textOf(server, 'login') ?? '');
  const isRds = isYes(server, 'is_rds');
  const when = (question: string, say: () => Outcome) => (): Outcome => {
    const because = whyUnavailable(results, 'server') ?? whyUnavailable(results, question);
    return because === undefined ? say() : { skippedBecause: because };
  };
  const seesAll = isYes(server, 'is_superuser') || isYes(server, 'sees_all_rows');
  return [
    {
      check: catalogue.replicationRole,
      say: when('server', () => {
        const may =
          isYes(server, 'is_superuser') ||
          (isRds ? isYes(server, 'in_rds_replication') : isYes(server, 'may_replicate'));
        if (may) return [];
        const text = isRds ? `GRANT rds_replication TO ${login};` : `ALTER ROLE ${login} REPLICATION;`;
        return [
          finding(catalogue.replicationRole, `${login} may not read the log`, {
            fix: { kind: 'sql', text },
          }),
        ];
      }),
    },
    {
      check: catalogue.ddlCapture,
      say: when('server', () => {
        const isOff = /captureddls=(n|no|false|0)\b/i.test(request.connectionAttributes ?? '');
        if (isOff || isYes(server, 'is_superuser') || isYes(server, 'has_ddl_trigger')) return [];
        if (isRds && isYes(server, 'sees_all_sessions')) return [];
        return [
          finding(catalogue.ddlCapture, `${login} may not make the event trigger, and there is none`, {
            fix: {
              kind: 'config',
              text: 'connection-attributes: {captureDDLs: N}   # or make awsdms_intercept_ddl as a superuser: see the page',
            },
          }),
        ];
      }),
    },
    {
      check: catalogue.idleTimeout,
      say: when('settings', () => {
        const row = rowsOf(results, 'settings').find(
          (one) => textOf(one, 'name') === 'idle_in_transaction_session_timeout',
        );
        const milliseconds = numberOf(row, 'setting') ?? 0;
        if (milliseconds === 0 || milliseconds >= 3_600_000) return [];
        return [
          finding(
            catalogue.idleTimeout,
            `idle_in_transaction_session_timeout is ${milliseconds} ms for ${login}`,
            {
              fix: {
                kind: 'sql',
                text: `ALTER ROLE ${login} SET idle_in_transaction_session_timeout = 0;`,
              },
            },
          ),
        ];
      }),
    },
    {
      check: catalogue.select,
      say: when('tables', () => tables.flatMap((table) => unreadable(table, login))),
    },
    {
      check: catalogue.rowSecurity,
      say: when('tables', () => (seesAll ? [] : tables.flatMap((table) => hiding(table, login)))),
    },
  ];
}

function unreadable(table: PostgresTable, login: string): readonly CheckFinding[] {
  if (table.readable === true) return [];
  const mayEnter = isYes(table.row, 'may_enter');
  const grants = [
    ...(mayEnter ? [] : [`GRANT USAGE ON SCHEMA ${quoted('postgres', table.schema)} TO ${login};`]),
    ...(isYes(table.row, 'may_select') ? [] : [`GRANT SELECT ON TABLE ${quotedTable(table)} TO ${login};`]),
  ];
  return [
    finding(catalogue.select, `${login} may not ${mayEnter ? 'read the table' : 'use the schema'}`, {
      schema: table.schema,
      table: table.table,
      fix: { kind: 'sql', text: grants.join(' ') },
    }),
  ];
}

function hiding({ row, schema, table }: PostgresTable, login: string): readonly CheckFinding[] {
  const isExempt = isYes(row, 'is_owner') && !isYes(row, 'forced_row_security');
  if (!isYes(row, 'row_security') || isExempt) return [];
  return [
    finding(catalogue.rowSecurity, `row level security is on, and ${login} does not pass it by`, {
      schema,
      table,
      fix: { kind: 'sql', text: `ALTER ROLE ${login} BYPASSRLS;` },
    }),
  ];
}
