import * as z from 'zod/mini';

/** Occasions on which a checkpoint is seen. `sweep`: a poll, by its stored name. */
export const checkpointSources = [
  'sweep',
  'before-stop',
  'before-modify',
  'before-delete',
  'command',
] as const;

/**
 * Entry of the checkpoint store: DMS's RecoveryCheckpoint, which is lost with the task.
 * See docs/pitfalls.md#checkpoint-lost-with-the-task.
 */
export const Checkpoint = z.object({
  /** Such as `checkpoint:V1#27#mysql-bin-changelog.157832:1975:-1:...`. */
  checkpoint: z.string(),
  seenAt: z.string(),
  seenIn: z.enum(checkpointSources),
  taskArn: z.string(),
  /** Status of the task when the checkpoint was seen. */
  status: z.string(),
});
export type Checkpoint = z.infer<typeof Checkpoint>;

/** Name of an occasion for people. */
export const checkpointSourceNames: Readonly<Record<Checkpoint['seenIn'], string>> = {
  sweep: 'by a poll',
  'before-stop': 'before a stop',
  'before-modify': 'before a modification',
  'before-delete': 'before a deletion',
  command: 'by a command',
};
