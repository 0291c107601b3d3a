import type { Client } from 'pg';
import type { EngineChecks } from '../../../core/checks/evaluation/engine-checks';
import type { CheckResults } from '../../../core/checks/evaluation/evaluate-checks';
import type { SourceFacts } from '../../../core/checks/facts/source-facts';
import type { Query, QueryResult, Row, Value } from '../../../core/checks/query/query';
import type { CheckRequest } from '../../../core/checks/request/check-request';

/**
 * Dictionaries of Oracle and SQL Server as tables in a real PostgreSQL, so that the SQL of the
 * checks runs unchanged. Only what the three dialects write differently is rewritten, by the rules
 * below; SQL that no rule covers fails.
 */
export interface Rule {
  readonly what: RegExp;
  readonly by: string | ((...groups: string[]) => string);
}

export const oracleRules: readonly Rule[] = [
  { what: /:(\d+)/g, by: '$$$1' },
  { what: /\bSYSTIMESTAMP\b/g, by: 'current_timestamp' },
  { what: /\bSYSDATE\b/g, by: 'localtimestamp' },
  { what: / SAMPLE \(([\d.]+)\)/g, by: ' TABLESAMPLE SYSTEM ($1)' },
  { what: / WHERE ROWNUM <= (\d+)$/g, by: ' LIMIT $1' },
  // LIMIT is a keyword of PostgreSQL.
  { what: /SELECT limit FROM/g, by: 'SELECT "limit" FROM' },
];

export const sqlServerRules: readonly Rule[] = [
  { what: /^SELECT TOP \((\d+)\) (.*)$/s, by: 'SELECT $2 LIMIT $1' },
  { what: /@p(\d+)/g, by: '$$$1' },
  { what: /\bnvarchar\(/g, by: 'varchar(' },
  { what: /\bmsdb\.dbo\./g, by: 'msdb_dbo.' },
  { what: /\bTABLESAMPLE \(([\d.]+) PERCENT\)/g, by: 'TABLESAMPLE SYSTEM ($1)' },
  {
    what: /\[((?:[^\]]|\]\])*)\]/g,
    by: (_: string, name: string) => `"${name.replaceAll(']]', ']').replaceAll('"', '""')}"`,
  },
];

export interface Examination {
  readonly facts: SourceFacts;
  readonly evaluated: CheckResults;
  readonly queries: readonly Query[];
  readonly rounds: number;
}

/**
 * Runs the queries of the checks in their order, as `functions/check-source` does. `refuse` maps
 * queries that fail to an error code.
 */
export async function examine(
  client: Client,
  checks: EngineChecks,
  request: CheckRequest,
  rules: readonly Rule[],
  refuse: Readonly<Record<string, string>> = {},
): Promise<Examination> {
  const results = new Map<string, QueryResult>();
  const queries: Query[] = [];
  let rounds = 0;
  for (let next = checks.next(request, results); next.length > 0; next = checks.next(request, results)) {
    rounds += 1;
    if (rounds > 10) throw new Error('the checks return queries endlessly');
    for (const query of next) {
      queries.push(query);
      const code = refuse[query.id];
      results.set(
        query.id,
        code === undefined
          ? { rows: await rowsOf(client, query, rules), milliseconds: 0 }
          : { error: { code, message: 'table or view does not exist' }, milliseconds: 0 },
      );
    }
  }
  const facts = checks.facts(request, results);
  return { facts, evaluated: checks.evaluate(request, facts, results), queries, rounds };
}

async function rowsOf(client: Client, query: Query, rules: readonly Rule[]): Promise<readonly Row[]> {
  let sql = query.sql;
  for (const { what, by } of rules)
    sql =
      typeof by === 'string'
        ? sql.replace(what, by)
        : sql.replace(what, (...groups: string[]) => by(...groups));
  const { rows } = await client.query<Record<string, unknown>>(sql, [...query.binds]);
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])),
  );
}

function plain(value: unknown): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value instanceof Date ? value.toISOString() : String(value);
}

/** Rows of a table of the stand-in, replaced. */
export async function fill(
  client: Client,
  table: string,
  rows: readonly Readonly<Record<string, Value>>[],
): Promise<void> {
  await client.query(`DELETE FROM ${table}`);
  for (const row of rows) {
    const names = Object.keys(row);
    await client.query(
      `INSERT INTO ${table} (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(row),
    );
  }
}
