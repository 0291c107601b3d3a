import { sourceReachable, unreachableFinding } from '../../core/checks/connection/source-reachable';
import type { SourceFacts } from '../../core/checks/facts/source-facts';
import type { CheckReport } from '../../core/checks/report/check-report';
import type { CheckRequest } from '../../core/checks/request/check-request';
import type { SourceConnection } from '../../core/planning/connection-plan';
import { isTransient } from '../../core/runs/record/run-error';
import { type CheckSourcePorts, connectLimits } from './check-ports';
import { withoutSecret } from './open-source';
import { allSkipped, emptyReport, runChecks } from './run-checks';
import type { SourceDatabase } from './source-database';

/** Result of checking a source. */
export interface CheckedConnection {
  readonly report: CheckReport;
  readonly facts?: SourceFacts;
  /** Reason why Lakeferry could not connect. */
  readonly unreachable?: string;
  /** Result of `whileConnected`. Absent when Lakeferry could not connect. */
  readonly remark?: string;
}

/**
 * Connects to a source and evaluates the checks of its engine. A source that cannot be reached is a
 * finding and not an error, because DMS connects from elsewhere. `whileConnected` runs further
 * queries on the same connection.
 * @throws transient RunErrors, and those of `whileConnected`
 */
export async function checkConnection(
  ports: Pick<CheckSourcePorts, 'open' | 'secrets' | 'engineChecks'>,
  connection: SourceConnection,
  request: CheckRequest,
  whileConnected?: (database: SourceDatabase, facts: SourceFacts | undefined) => Promise<string>,
): Promise<CheckedConnection> {
  const checks = await ports.engineChecks(connection.engine);
  if (connection.secretName === undefined) {
    const because = withoutSecret(connection);
    const skipped = checks === undefined ? [] : allSkipped(checks, request, because);
    return { unreachable: because, report: { ...emptyReport(request, connection), skipped } };
  }
  const opened = await ports.open(ports.secrets, connection, connectLimits).catch((error: unknown) => {
    if (isTransient(error)) throw error;
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
    const checked: Pick<CheckedConnection, 'report' | 'facts'> =
      checks === undefined
        ? { report: { ...empty, connectMilliseconds } }
        : await runChecks(checks, database, request, { connection, connectMilliseconds });
    const { report } = checked;
    return {
      ...checked,
      report: { ...report, passed: [sourceReachable.id, ...report.passed] },
      ...(whileConnected === undefined ? {} : { remark: await whileConnected(database, checked.facts) }),
    };
  } finally {
    await database.close();
  }
}
