import type { CheckReport } from '../../core/checks/check';
import type { CheckAsk } from '../../core/checks/check-request';
import type { SourceConnection } from '../../core/planning/connection-plan';
import type { CheckSourcePorts } from './check-ports';
import { lastGoodShapes } from './last-good';
import { neededLogOf } from './needed-log';
import { look } from './query-source';

/** What a run would find, asked by hand. Nothing is written but what `lastGoodShapes` brings to safety. */
export async function doctor(
  ports: CheckSourcePorts,
  { ask, connection }: { readonly ask: CheckAsk; readonly connection: SourceConnection },
): Promise<CheckReport> {
  const isKnown = ask.job !== undefined && ask.lastShapes.length === 0;
  const lastShapes = isKnown ? await lastGoodShapes(ports.history, ask.job ?? '') : ask.lastShapes;
  const needed =
    ask.job === undefined || ask.mode === 'full-load'
      ? {}
      : await neededLogOf(ports.history, ask.job, ask.startFrom);
  const { report } = await look(ports, connection, { ...ask, lastShapes: [...lastShapes], ...needed });
  return report;
}
