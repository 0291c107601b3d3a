import type { CheckReport } from '../../core/checks/report/check-report';
import type { CheckRequest } from '../../core/checks/request/check-request';
import type { SourceConnection } from '../../core/planning/connection-plan';
import type { CheckSourcePorts } from './check-ports';
import { lastGoodShapes } from './last-good';
import { neededLogOf } from './needed-log';
import { look } from './query-source';

/** What a run would find, asked by hand. Nothing is written but what `lastGoodShapes` brings to safety. */
export async function doctor(
  ports: CheckSourcePorts,
  { request, connection }: { readonly request: CheckRequest; readonly connection: SourceConnection },
): Promise<CheckReport> {
  const isKnown = request.job !== undefined && request.lastShapes.length === 0;
  const lastShapes = isKnown ? await lastGoodShapes(ports.history, request.job ?? '') : request.lastShapes;
  const needed =
    request.job === undefined || request.mode === 'full-load'
      ? {}
      : await neededLogOf(ports.history, request.job, request.startFrom);
  const { report } = await look(ports, connection, { ...request, lastShapes: [...lastShapes], ...needed });
  return report;
}
