import * as z from 'zod/mini';
import { RunError } from './run-error';

/** DMS requests of the function that a poll has paid for. Absent: none. */
export const paidRequests = z.optional(z.int().check(z.nonnegative()));

/** Event that most states send. */
export const RunEvent = z.strictObject({ run: z.string().check(z.minLength(1)), paid: paidRequests });

/** Event of CreateTask and StartTask. */
export const TaskEvent = z.extend(RunEvent, {
  /** True if the state machine can wait for DMS. Absent in that of earlier versions, which repeats `TaskBusy`. */
  canWait: z.optional(z.boolean()),
});

/** Parses the event of a state; any other event is rejected. */
export function parseEvent<Event>(schema: z.ZodMiniType<Event>, event: unknown): Event {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new RunError(
    'InvalidRunInput',
    `the event is not one of the state machine: ${z.prettifyError(parsed.error)}`,
  );
}
