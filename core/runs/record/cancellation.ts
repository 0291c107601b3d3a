import * as z from 'zod/mini';
import { Instant } from './instant';

/** Person or run that cancelled a run, and when. */
export const Cancellation = z.object({ by: z.string(), at: Instant, reason: z.optional(z.string()) });
export type Cancellation = z.infer<typeof Cancellation>;

/** Such as `ada@laptop cancelled it at 2026-03-01T10:00:00.000Z: wrong filter`. */
export function cancellationText({ by, at, reason }: Cancellation): string {
  return `${by} cancelled it at ${at}${reason === undefined ? '' : `: ${reason}`}`;
}
