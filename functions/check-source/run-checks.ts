import type { EngineChecks } from '../../core/checks/evaluation/engine-checks';
import type { SourceFacts } from '../../core/checks/facts/source-facts';
import type { QueryResult, QueryResults } from '../../core/checks/query/query';
import type { CheckReport } from '../../core/checks/report/check-report';
import type { CheckRequest } from '../../core/checks/request/check-request';
import type { SourceConnection } from '../../core/planning/connection-plan';
import type { SourceDatabase } from './source-database';

/** Limit for an engine that would return queries endlessly. */
const maxRounds = 20;
/** Time for all queries: the function must store its report before its own time is over. */
const queryingSeconds = 180;

export interface CheckedSource {
  readonly report: CheckReport;
  /** Absent when the dictionary could not be read. */
  readonly facts?: SourceFacts;
}

/** Runs the queries of an engine's checks, round by round, and evaluates their results. */
export async function runChecks(
  checks: EngineChecks,
  database: SourceDatabase,
  request: CheckRequest,
  about: { readonly connection: SourceConnection; readonly connectMilliseconds: number },
): Promise<CheckedSource> {
  const began = performance.now();
  const results = await runQueries(checks, database, request, began);
  const report = {
    ...emptyReport(request, about.connection),
    connectMilliseconds: about.connectMilliseconds,
    queries: results.size,
  };
  const { facts, because } = readFacts(checks, request, results);
  const milliseconds = Math.round(performance.now() - began);
  if (facts === undefined)
    return { report: { ...report, milliseconds, skipped: allSkipped(checks, request, because) } };
  const { findings, passed, skipped } = checks.evaluate(request, facts, results);
  return {
    facts,
    report: {
      ...report,
      milliseconds,
      version: facts.version,
      findings: [...findings],
      passed: [...passed],
      skipped: [...skipped],
      tables: facts.tables.map(({ schema, table, kind, rowsEstimated, bytes }) => ({
        schema,
        table,
        kind,
        ...(rowsEstimated === undefined ? {} : { rows: rowsEstimated }),
        ...(bytes === undefined ? {} : { bytes }),
      })),
    },
  };
}

async function runQueries(
  checks: EngineChecks,
  database: SourceDatabase,
  request: CheckRequest,
  began: number,
): Promise<QueryResults> {
  const results = new Map<string, QueryResult>();
  for (let round = 0; round < maxRounds; round += 1) {
    // A query that has a result is not run again, whatever the engine returns.
    const queries = checks.next(request, results).filter(({ id }) => !results.has(id));
    if (queries.length === 0) break;
    for (const query of queries) {
      const left = queryingSeconds - (performance.now() - began) / 1000;
      results.set(
        query.id,
        left <= 0
          ? {
              error: { code: 'timeout', message: `not run: the limit of ${queryingSeconds} s was exceeded` },
              milliseconds: 0,
            }
          : await database.query({
              ...query,
              timeoutSeconds: Math.max(1, Math.min(query.timeoutSeconds, Math.ceil(left))),
            }),
      );
    }
  }
  return results;
}

/**
 * Derives the facts from results that may be errors. When that is impossible, the first error is
 * the reason.
 */
function readFacts(
  checks: EngineChecks,
  request: CheckRequest,
  results: QueryResults,
): { readonly facts?: SourceFacts; readonly because: string } {
  try {
    return { facts: checks.facts(request, results), because: '' };
  } catch (error) {
    const [first] = [...results].flatMap(([id, result]) =>
      'error' in result ? [`${id}: ${result.error.code}: ${result.error.message}`] : [],
    );
    return { because: first ?? String(error) };
  }
}

/** Report of a check before any query was run. */
export function emptyReport(request: CheckRequest, connection: SourceConnection): CheckReport {
  return {
    ...(request.job === undefined ? {} : { job: request.job }),
    connection: connection.name,
    engine: connection.engine,
    checkedAt: request.now,
    milliseconds: 0,
    queries: 0,
    findings: [],
    passed: [],
    skipped: [],
    tables: [],
  };
}

export function allSkipped(
  checks: Pick<EngineChecks, 'catalogue'>,
  { mode }: Pick<CheckRequest, 'mode'>,
  because: string,
): CheckReport['skipped'] {
  return checks.catalogue
    .filter(({ modes }) => modes.includes(mode))
    .map(({ id }) => ({ check: id, because }));
}
