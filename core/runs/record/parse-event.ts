import * as z from 'zod/mini';
import { RunError } from './run-error';

/** What most states send. */
export const RunEvent = z.strictObject({ run: z.string().check(z.minLength(1)) });

/** The event as the state machine writes it; anything else is refused whole. */
export function parseEvent<Event>(schema: z.ZodMiniType<Event>, event: unknown): Event {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new RunError(
    'InvalidRunInput',
    `this is not what the state machine sends: ${z.prettifyError(parsed.error)}`,
  );
}
