import type { Client } from 'pg';
import type { EngineChecks } from '../../../core/checks/evaluation/engine-checks';
import type { CheckResults } from '../../../core/checks/evaluation/evaluate-checks';
import type { SourceFacts } from '../../../core/checks/facts/source-facts';
import type { Query, QueryResult, Row } from '../../../core/checks/query/query';
import type { CheckFinding } from '../../../core/checks/report/check-report';
import type { CheckRequest } from '../../../core/checks/request/check-request';
import { withSharedChecks } from '../../../core/checks/shared/shared-checks';

export interface CheckedDatabase extends CheckResults {
  readonly facts: SourceFacts;
  readonly queries: readonly Query[];
  /** Findings of one check. */
  of(check: string): readonly CheckFinding[];
}

export type QueryDatabase = (query: Query) => Promise<QueryResult>;

/** Runs the queries and evaluates the checks as check-source does. */
export async function checkDatabase(
  checks: EngineChecks,
  request: CheckRequest,
  database: QueryDatabase,
): Promise<CheckedDatabase> {
  const results = new Map<string, QueryResult>();
  const queries: Query[] = [];
  for (let next = checks.next(request, results); next.length > 0; next = checks.next(request, results))
    for (const query of next) {
      queries.push(query);
      results.set(query.id, await database(query));
    }
  const facts = checks.facts(request, results);
  const evaluated = withSharedChecks(checks).evaluate(request, facts, results);
  return {
    ...evaluated,
    facts,
    queries,
    of: (check) => evaluated.findings.filter((one) => one.check === check),
  };
}

/** Runs each query in PostgreSQL as a read-only transaction. */
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

/** Request with defaults for everything that `more` does not set. */
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
