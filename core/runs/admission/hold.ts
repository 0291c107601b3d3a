import * as z from 'zod/mini';

/** Hold of all admissions, such as that of a deployment. It ends by itself, because who set it may be killed. */
export const Hold = z.object({
  name: z.string(),
  /** Time at which it ends. */
  until: z.string(),
  /** Reason, as people see it: `deployment of the platform`. */
  reason: z.string(),
});
export type Hold = z.infer<typeof Hold>;

/** Hold that ends last, of those that have not ended. */
export function lastingHold(holds: readonly Hold[], now: Date): Hold | undefined {
  return holds
    .filter(({ until }) => until > now.toISOString())
    .reduce<Hold | undefined>(
      (last, hold) => (last !== undefined && last.until >= hold.until ? last : hold),
      undefined,
    );
}

/** Reason of a run that waits for the end of a hold. Times are in UTC, as in all texts that are stored. */
export function holdText({ reason, until }: Hold): string {
  return `waiting: ${reason}, until ${until.slice(11, 16)} UTC`;
}
