import * as z from 'zod/mini';
import type { CheckReport } from '../../core/checks/check';
import { CheckAskShape, SourceConnectionShape } from '../../core/checks/check-request-schema';
import type { Discovered } from '../../core/discovery/discovered';
import { parseEvent, RunEvent } from '../../core/runs/record/parse-event';
import type { CheckSourcePorts } from './check-ports';
import { checkRun } from './check-run';
import { discover } from './discover';
import { doctor } from './doctor';
import { watchSlots } from './monitor-slots';
import { narrowed } from './narrow-result';

/** A run's state, the hourly schedule, or a person with the command line. */
const CheckSourceEvent = z.union([
  RunEvent,
  z.strictObject({ watch: z.literal('slots') }),
  z.strictObject({ doctor: z.strictObject({ ask: CheckAskShape, connection: SourceConnectionShape }) }),
  z.strictObject({
    discover: z.strictObject({ connection: SourceConnectionShape, schema: z.optional(z.string()) }),
  }),
]);

export async function checkSource(
  ports: CheckSourcePorts,
  event: unknown,
  now: Date,
): Promise<{ checked: string } | { report: CheckReport } | { discovered: Discovered } | { gzip: string }> {
  const asked = parseEvent(CheckSourceEvent, event);
  if ('watch' in asked) return { checked: await watchSlots(ports, now) };
  if ('discover' in asked) return narrowed({ discovered: await discover(ports, asked.discover, now) });
  if ('doctor' in asked) return narrowed({ report: await doctor(ports, asked.doctor) });
  return { checked: await checkRun(ports, asked.run, now) };
}
