import * as z from 'zod/mini';

/** Reasons for which a file has to be published or loaded before it may be deleted. */
export const waitReasons = [
  'not-in-lake',
  'unpublished',
  'not-published-at-all',
  'no-plan',
  'not-loaded',
  'reject-file',
] as const;
export type WaitReason = (typeof waitReasons)[number];

/** Files that wait for the same reason. */
export const Waiting = z.object({
  /** `department/job`, or the first two folders of a file of no known job. */
  of: z.string(),
  reason: z.enum(waitReasons),
  files: z.int(),
  bytes: z.number(),
});
export type Waiting = z.infer<typeof Waiting>;

/** Entries that are kept one by one. The event of an invocation has at most 256 KB. */
const mostEntries = 500;
const others = 'others';

/** Adds files to those that wait. */
export function addWaiting(waiting: readonly Waiting[], added: readonly Waiting[]): readonly Waiting[] {
  const sums = new Map(waiting.map((one) => [`${one.of} ${one.reason}`, one]));
  for (const one of added) {
    const isNew = !sums.has(`${one.of} ${one.reason}`);
    const of = isNew && sums.size >= mostEntries ? others : one.of;
    const key = `${of} ${one.reason}`;
    const before = sums.get(key) ?? { ...one, of, files: 0, bytes: 0 };
    sums.set(key, { ...before, files: before.files + one.files, bytes: before.bytes + one.bytes });
  }
  return [...sums.values()];
}
