import type { EngineChecks } from '../../core/checks/evaluation/engine-checks';
import type { SourceFacts } from '../../core/checks/facts/source-facts';
import type { QueryResult } from '../../core/checks/query/query';
import type { CheckReport } from '../../core/checks/report/check-report';
import type { CheckRequest } from '../../core/checks/request/check-request';
import type { SourceConnection } from '../../core/planning/connection-plan';
import type { SourceDatabase } from './source-database';

/** No engine asks in so many rounds; one that did would ask for ever. */
const mostRounds = 20;
/** After so long nothing more is asked: the function has to write its report before its own time is over. */
const askingSeconds = 180;

export interface Checked {
  readonly report: CheckReport;
  /** Absent where the dictionary could not be read. */
  readonly facts?: SourceFacts;
}

/** Asks a source all that its engine's checks want to know, round by round, and judges the answers. */
export async function runChecks(
  checks: EngineChecks,
  database: SourceDatabase,
  request: CheckRequest,
  about: { readonly connection: SourceConnection; readonly connectMilliseconds: number },
): Promise<Checked> {
  const began = performance.now();
  const results = await askAll(checks, database, request, began);
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

async function askAll(
  checks: EngineChecks,
  database: SourceDatabase,
  request: CheckRequest,
  began: number,
): Promise<ReadonlyMap<string, QueryResult>> {
  const results = new Map<string, QueryResult>();
  for (let round = 0; round < mostRounds; round += 1) {
    // A question that was answered is not asked again, whatever the engine says.
    const queries = checks.next(request, results).filter(({ id }) => !results.has(id));
    if (queries.length === 0) break;
    for (const query of queries) {
      const left = askingSeconds - (performance.now() - began) / 1000;
      results.set(
        query.id,
        left <= 0
          ? {
              error: { code: 'timeout', message: `not asked: ${askingSeconds} s were over` },
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

/** Facts are read from answers that may be errors; where none can be, the answers say why. */
function readFacts(
  checks: EngineChecks,
  request: CheckRequest,
  results: ReadonlyMap<string, QueryResult>,
): { readonly facts?: SourceFacts; readonly because: string } {
  try {
    return { facts: checks.facts(request, results), because: '' };
  } catch (error) {
    const first = [...results].find(([, result]) => 'error' in result);
    const because =
      first !== undefined && 'error' in first[1]
        ? `${first[0]}: ${first[1].error.code}: ${first[1].error.message}`
        : String(error);
    return { because };
  }
}

/** What is known of a check before anybody answered. */
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
