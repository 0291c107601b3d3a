import type { Client } from 'pg';
import type { CheckFinding } from '../../core/checks/check';
import type { CheckAsk } from '../../core/checks/check-request';
import type { EngineChecks, SourceFacts } from '../../core/checks/engine';
import { withShared } from '../../core/checks/judge-facts';
import type { Answer, Query, Row } from '../../core/checks/query';

export interface Look {
  readonly findings: readonly CheckFinding[];
  readonly passed: readonly string[];
  readonly skipped: readonly { readonly check: string; readonly because: string }[];
  readonly facts: SourceFacts;
  readonly queries: readonly Query[];
  /** Findings of one check. */
  of(check: string): readonly CheckFinding[];
}

export type AskDatabase = (query: Query) => Promise<Answer>;

/** Asks and judges as check-source does. */
export async function lookAtSource(
  checks: EngineChecks,
  ask: CheckAsk,
  database: AskDatabase,
): Promise<Look> {
  const answers = new Map<string, Answer>();
  const queries: Query[] = [];
  for (let next = checks.next(ask, answers); next.length > 0; next = checks.next(ask, answers))
    for (const query of next) {
      queries.push(query);
      answers.set(query.id, await database(query));
    }
  const facts = checks.facts(ask, answers);
  const { findings, passed, skipped } = withShared(checks).judge(ask, facts, answers);
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
export function askPostgres(client: Client): AskDatabase {
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
export function askFor(
  engine: CheckAsk['engine'],
  tables: readonly string[],
  more: Partial<CheckAsk> = {},
): CheckAsk {
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
