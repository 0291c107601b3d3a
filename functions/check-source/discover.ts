import type { CheckRequest } from '../../core/checks/request/check-request';
import { type Discovered, discoveredOf } from '../../core/discovery/discovered';
import type { SourceConnection } from '../../core/planning/connection-plan';
import { RunError } from '../../core/runs/record/run-error';
import { exactPattern } from '../../core/tables/table-pattern';
import { checkConnection } from './check-connection';
import type { CheckSourcePorts } from './check-ports';

/**
 * Lists the tables of a source for a person, without a job. It checks all tables, including their
 * changes, but measures no LOBs.
 * @throws RunError `SourceUnreachable`
 */
export async function discover(
  ports: CheckSourcePorts,
  { connection, schema }: { readonly connection: SourceConnection; readonly schema?: string | undefined },
  now: Date,
): Promise<Discovered> {
  const request: CheckRequest = {
    engine: connection.engine,
    mode: 'full-load-and-cdc',
    databaseName: connection.databaseName,
    tables: [],
    patterns: [{ schema: schema === undefined ? '%' : exactPattern(schema), table: '%' }],
    excludes: [],
    target: 's3',
    lob: { mode: 'none' },
    startFrom: { kind: 'now' },
    drift: 'ignore',
    lastShapes: [],
    now: now.toISOString(),
  };
  const { report, facts, unreachable } = await checkConnection(ports, connection, request);
  if (unreachable !== undefined) throw new RunError('SourceUnreachable', unreachable);
  if (facts === undefined) {
    const because = report.skipped[0]?.because ?? `Lakeferry has no checks for ${connection.engine}`;
    throw new RunError('SourceUnreachable', `the tables of ${connection.name} cannot be listed: ${because}`);
  }
  return discoveredOf({ connection: connection.name, engine: connection.engine }, facts, report.findings);
}
