import type { CheckReport } from '../../core/checks/check';
import type { CheckAsk } from '../../core/checks/check-request';
import type { EngineChecks, SourceFacts } from '../../core/checks/engine';
import type { Answer } from '../../core/checks/query';
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
  ask: CheckAsk,
  about: { readonly connection: SourceConnection; readonly connectMilliseconds: number },
): Promise<Checked> {
  const began = performance.now();
  const answers = await askAll(checks, database, ask, began);
  const report = {
    ...emptyReport(ask, about.connection),
    connectMilliseconds: about.connectMilliseconds,
    queries: answers.size,
  };
  const { facts, because } = readFacts(checks, ask, answers);
  const milliseconds = Math.round(performance.now() - began);
  if (facts === undefined)
    return { report: { ...report, milliseconds, skipped: allSkipped(checks, ask, because) } };
  const { findings, passed, skipped } = checks.judge(ask, facts, answers);
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
  ask: CheckAsk,
  began: number,
): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  for (let round = 0; round < mostRounds; round += 1) {
    // A question that was answered is not asked again, whatever the engine says.
    const queries = checks.next(ask, answers).filter(({ id }) => !answers.has(id));
    if (queries.length === 0) break;
    for (const query of queries) {
      const left = askingSeconds - (performance.now() - began) / 1000;
      answers.set(
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
  return answers;
}

/** Facts are read from answers that may be errors; where none can be, the answers say why. */
function readFacts(
  checks: EngineChecks,
  ask: CheckAsk,
  answers: ReadonlyMap<string, Answer>,
): { readonly facts?: SourceFacts; readonly because: string } {
  try {
    return { facts: checks.facts(ask, answers), because: '' };
  } catch (error) {
    const first = [...answers].find(([, answer]) => 'error' in answer);
    const because =
      first !== undefined && 'error' in first[1]
        ? `${first[0]}: ${first[1].error.code}: ${first[1].error.message}`
        : String(error);
    return { because };
  }
}

/** What is known of a check before anybody answered. */
export function emptyReport(ask: CheckAsk, connection: SourceConnection): CheckReport {
  return {
    ...(ask.job === undefined ? {} : { job: ask.job }),
    connection: connection.name,
    engine: connection.engine,
    checkedAt: ask.now,
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
  { mode }: Pick<CheckAsk, 'mode'>,
  because: string,
): CheckReport['skipped'] {
  return checks.catalogue
    .filter(({ modes }) => modes.includes(mode))
    .map(({ id }) => ({ check: id, because }));
}
