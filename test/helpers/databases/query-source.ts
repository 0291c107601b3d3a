import type { Client } from 'pg';
import type { EngineChecks } from '../../../core/checks/evaluation/engine-checks';
import type { SourceFacts } from '../../../core/checks/facts/source-facts';
import type { Query, QueryResult, Row } from '../../../core/checks/query/query';
import type { CheckFinding } from '../../../core/checks/report/check-report';
import type { CheckRequest } from '../../../core/checks/request/check-request';
import { withShared } from '../../../core/checks/shared/shared-checks';

export interface CheckedSource {
  readonly findings: readonly CheckFinding[];
  readonly passed: readonly string[];
  readonly skipped: readonly { readonly check: string; readonly because: string }[];
  readonly facts: SourceFacts;
  readonly queries: readonly Query[];
  /** Findings of one check. */
  of(check: string): readonly CheckFinding[];
}

export type QueryDatabase = (query: Query) => Promise<QueryResult>;

/** Asks and judges as check-source does. */
export async function checkDatabase(
  checks: EngineChecks,
  request: CheckRequest,
  database: QueryDatabase,
): Promise<CheckedSource> {
  const results = new Map<string, QueryResult>();
  const queries: Query[] = [];
  for (let next = checks.next(request, results); next.length > 0; next = checks.next(request, results))
    for (const query of next) {
      queries.push(query);
      results.set(query.id, await database(query));
    }
  const facts = checks.facts(request, results);
  const { findings, passed, skipped } = withShared(checks).evaluate(request, facts, results);
  return {
    findings,
    passed,
    skipped,
    facts,
    queries,
    of: (check) => findings.filter((one) => one.check === check),
  };
}

/** PostgreSQL behind the port, as plainly as can be: a question is a transaction that writes nothing. */
export function queryPostgres(client: Client): QueryDatabase {
  return async ({ sql, binds }) => {
    const began = Date.now();
    try {
      await client.query('BEGIN READ ONLY');
      const { rows } = await client.query<Row>(sql, [...binds]);
      return { rows, milliseconds: Date.now() - began };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      return { error: { code, message: String(error) }, milliseconds: Date.now() - began };
    } finally {
      await client.query('ROLLBACK');
    }
  };
}

/** An ask that expects nothing but what is said. */
export function requestFor(
  engine: CheckRequest['engine'],
  tables: readonly string[],
  more: Partial<CheckRequest> = {},
): CheckRequest {
  return {
    engine,
    job: 'sales/orders',
    mode: 'full-load-and-cdc',
    databaseName: 'shop',
    tables: tables.map((name) => {
      const [schema = '', table = ''] = name.split('.');
      return { schema, table, columns: [] };
    }),
    patterns: [],
    excludes: [],
    target: 's3',
    lob: { mode: 'limited', maxBytes: 32 * 1024 },
    startFrom: { kind: 'now' },
    drift: 'warn',
    lastShapes: [],
    now: new Date().toISOString(),
    ...more,
  };
}
