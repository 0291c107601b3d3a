import type { CheckReport } from '../../core/checks/report/check-report';
import type { CheckRequest } from '../../core/checks/request/check-request';
import type { SourceConnection } from '../../core/planning/connection-plan';
import { checkConnection } from './check-connection';
import type { CheckSourcePorts } from './check-ports';
import { lastGoodShapes } from './last-shapes';
import { neededLogOf } from './needed-log';

/**
 * Returns what a run of the job would find. It stores nothing except the shapes that
 * `lastGoodShapes` keeps.
 */
export async function doctor(
  ports: CheckSourcePorts,
  { request, connection }: { readonly request: CheckRequest; readonly connection: SourceConnection },
): Promise<CheckReport> {
  const { job, mode, startFrom, lastShapes } = request;
  const shapes =
    job !== undefined && lastShapes.length === 0 ? await lastGoodShapes(ports.history, job) : lastShapes;
  const needed =
    job === undefined || mode === 'full-load' ? {} : await neededLogOf(ports.history, job, startFrom);
  const { report } = await checkConnection(ports, connection, {
    ...request,
    lastShapes: [...shapes],
    ...needed,
  });
  return report;
}
