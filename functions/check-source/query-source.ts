import { reachable, unreachableFinding } from '../../core/checks/connection/source-reachable';
import type { SourceFacts } from '../../core/checks/facts/source-facts';
import type { CheckReport } from '../../core/checks/report/check-report';
import type { CheckRequest } from '../../core/checks/request/check-request';
import type { SourceConnection } from '../../core/planning/connection-plan';
import { RunError, runErrors } from '../../core/runs/record/run-error';
import { type CheckSourcePorts, patience } from './check-ports';
import { allSkipped, emptyReport, runChecks } from './run-checks';
import type { SourceDatabase } from './source-database';

/** What a look at a source came to. */
export interface CheckedSource {
  readonly report: CheckReport;
  readonly facts?: SourceFacts;
  /** Why the source was not reached. */
  readonly unreachable?: string;
  /** What `besides` said; absent where the source was not reached. */
  readonly besides?: string;
}

/**
 * Connects to a source and asks all that its engine's checks want to know. A source that is not reached is a finding, not an
 * error: DMS takes another road. `besides` asks on the same connection what belongs to no check.
 * @throws RunError of a transient kind, and those of `besides`
 */
export async function look(
  ports: Pick<CheckSourcePorts, 'open' | 'secrets' | 'engineChecks'>,
  connection: SourceConnection,
  request: CheckRequest,
  besides?: (database: SourceDatabase, facts: SourceFacts | undefined) => Promise<string>,
): Promise<CheckedSource> {
  const checks = await ports.engineChecks(connection.engine);
  const opened = await ports.open(ports.secrets, connection, patience).catch((error: unknown) => {
    if (error instanceof RunError && runErrors[error.name].transient) throw error;
    return error instanceof Error ? error.message : String(error);
  });
  const empty = emptyReport(request, connection);
  if (typeof opened === 'string')
    return {
      unreachable: opened,
      report: {
        ...empty,
        findings: [unreachableFinding(opened)],
        skipped: checks === undefined ? [] : allSkipped(checks, request, 'the source was not reached'),
      },
    };
  const { database, connectMilliseconds } = opened;
  try {
    const checked: Pick<CheckedSource, 'report' | 'facts'> =
      checks === undefined
        ? { report: { ...empty, connectMilliseconds } }
        : await runChecks(checks, database, request, { connection, connectMilliseconds });
    const { report } = checked;
    return {
      ...checked,
      report: { ...report, passed: [reachable.id, ...report.passed] },
      ...(besides === undefined ? {} : { besides: await besides(database, checked.facts) }),
    };
  } finally {
    await database.close();
  }
}
