import type { Mode } from '../../model/mode';
import type { SourceEngine } from '../../model/source-engine';

/** CDC job whose task is deleted or will be. */
export interface JobWithoutTask {
  readonly job: string;
  readonly mode: Mode;
  /** Absent where it is not known. */
  readonly engine?: SourceEngine | undefined;
  /** Extra connection attributes of the source, `key=value;...`. */
  readonly connectionAttributes?: string | undefined;
  readonly hasCheckpoint: boolean;
}

/** Returns the name of the replication slot that the owner of a PostgreSQL source created for the job. */
export function namedSlot(connectionAttributes: string | undefined): string | undefined {
  return /(?:^|;)\s*slotName=([^;\s]+)/i.exec(connectionAttributes ?? '')?.[1];
}

/** Returns what continues the job after its task was deleted. Each way passes validation. */
export function continueAfterDeletion(deleted: JobWithoutTask): string {
  const { job, mode, engine, connectionAttributes, hasCheckpoint } = deleted;
  const start = `lakeferry start ${job}`;
  if (mode !== 'cdc') return `${start} creates a task that loads its tables again`;
  const slot = namedSlot(connectionAttributes);
  if (engine === 'postgres' && slot === undefined)
    return `its replication slot went with the task: set start-from: now, deploy, and ${start} captures the changes from then on`;
  if (hasCheckpoint) return `set start-from: checkpoint and deploy; then ${start} continues there`;
  return engine === 'postgres'
    ? `set start-from: {position: ...} to the confirmed_flush_lsn of slot ${slot} and deploy; then ${start} continues there`
    : `set start-from: now, deploy, and ${start} captures the changes from then on`;
}

/** Returns the commands that replace a task whose position the source no longer has. */
export function replaceTask({ job, mode }: Pick<JobWithoutTask, 'job' | 'mode'>): string {
  const stop = `run lakeferry stop ${job} --delete`;
  return mode === 'cdc'
    ? `set start-from: now, ${stop}, deploy, then lakeferry start ${job}: the changes until then are lost`
    : `${stop}, then lakeferry start ${job}: its tables are loaded again`;
}
