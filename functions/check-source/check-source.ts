import * as z from 'zod/mini';
import type { CheckReport } from '../../core/checks/report/check-report';
import { CheckRequestShape, SourceConnectionShape } from '../../core/checks/request/check-request-schema';
import type { Discovered } from '../../core/discovery/discovered';
import { parseEvent, RunEvent } from '../../core/runs/record/parse-event';
import type { CheckSourcePorts } from './check-ports';
import { checkRun } from './check-run';
import { discover } from './discover';
import { doctor } from './doctor';
import { monitorSlots } from './monitor-slots';
import { narrowed } from './narrow-response';

/** Event of a run's state, of the hourly schedule, or of the command line. */
const CheckSourceEvent = z.union([
  RunEvent,
  z.strictObject({ monitor: z.literal('slots') }),
  z.strictObject({
    doctor: z.strictObject({ request: CheckRequestShape, connection: SourceConnectionShape }),
  }),
  z.strictObject({
    discover: z.strictObject({ connection: SourceConnectionShape, schema: z.optional(z.string()) }),
  }),
]);

export async function checkSource(
  ports: CheckSourcePorts,
  event: unknown,
  now: Date,
): Promise<
  | { checked: string; loads?: boolean }
  | { report: CheckReport }
  | { discovered: Discovered }
  | { gzip: string }
> {
  const parsed = parseEvent(CheckSourceEvent, event);
  if ('monitor' in parsed) return { checked: await monitorSlots(ports, now) };
  if ('discover' in parsed) return narrowed({ discovered: await discover(ports, parsed.discover, now) });
  if ('doctor' in parsed) return narrowed({ report: await doctor(ports, parsed.doctor) });
  return await checkRun(ports, parsed.run, now);
}
