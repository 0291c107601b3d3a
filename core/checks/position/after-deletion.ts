import type { Mode } from '../../model/mode';
import type { SourceEngine } from '../../model/source-engine';
import { postgresDialect } from '../postgres/dialect';

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

/** Returns the steps that replace a task whose position the source no longer has. Each passes validation. */
export function replaceTask({
  job,
  mode,
  engine,
  connectionAttributes,
}: Pick<JobWithoutTask, 'job' | 'mode' | 'engine' | 'connectionAttributes'>): string {
  const stop = `run lakeferry stop ${job} --delete`;
  if (mode !== 'cdc') return `${stop}, then lakeferry start ${job}: its tables are loaded again`;
  const slot = engine === undefined || engine === 'postgres' ? namedSlot(connectionAttributes) : undefined;
  const end = `deploy, then lakeferry start ${job}: the changes until then are lost`;
  return slot === undefined
    ? `set start-from: now, ${stop}, ${end}`
    : `${stop}, create the slot again (${newSlot(slot)}), set start-from: {position: ...} to the position that this returns, ${end}`;
}

/** SQL that replaces a replication slot, whether it exists or not. */
function newSlot(name: string): string {
  const slot = postgresDialect.literal(name);
  return (
    `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ${slot}; ` +
    `SELECT pg_create_logical_replication_slot(${slot}, 'test_decoding');`
  );
}
