/** Kinds of things that a run can leave behind. */
export const leftoverKinds = ['task', 'in-flight-run', 'lease', 'staged-files', 'snapshot-files'] as const;
export type LeftoverKind = (typeof leftoverKinds)[number];

/** Thing that an ended run left behind, and that nobody needs. */
export interface Leftover {
  readonly kind: LeftoverKind;
  /** Unique among all of its kind: ARN of a task, id of a run, job of a lease, folder, key of a document in the lake. */
  readonly id: string;
  /** `department/job`. */
  readonly job: string;
  /** Run that left it; absent for files of several runs. */
  readonly run?: string | undefined;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** Number and size of the files. */
  readonly files?: number | undefined;
  readonly bytes?: number | undefined;
}

/** Time for which everything stays: a person may still need it, and a slow clean-up may still end. */
export const keptMilliseconds = 24 * 3_600_000;

/** Returns true for a moment more than 24 hours ago. Without a moment, nothing is old. */
export function isOld(at: string | undefined, now: Date): boolean {
  return at !== undefined && now.getTime() - Date.parse(at) > keptMilliseconds;
}
