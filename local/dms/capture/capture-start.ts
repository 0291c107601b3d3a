import type { Client, ClientConfig } from 'pg';
import type { Clock } from '../../clock';
import type { LogLine } from '../task-log-lines';
import { FatalLoadError, noTables } from '../load/failures';
import type { TableProgress } from '../load/progress';
import { listTables } from '../load/source';
import type { TableMappings } from '../mapping/rules';
import { selectTables } from '../mapping/selection';
import { completedRow } from './captured-tables';
import type { ChangeBatch, ChangeSink } from './change-sink';
import { formatLsn, type Lsn } from './position';
import { ReplicationStream } from './replication-stream';
import { assertWritten, openSlot, slotTries } from './slots';

export interface CaptureOptions {
  readonly source: ClientConfig;
  readonly sink: ChangeSink;
  readonly mappings: TableMappings;
  readonly failOnNoTables: boolean;
  readonly slot: string;
  readonly mayCreateSlot: boolean;
  /** Position to continue from. Undefined: the position of the slot. */
  readonly from: Lsn | undefined;
  readonly clock: Clock;
  /** Progress by table, owned by the caller. Filled here when nothing is loaded. */
  readonly progress: TableProgress[];
  /** Commit time after which no transaction is captured any more. The first later one calls `onPastStop`. */
  readonly lastCommit?: Date | undefined;
  readonly onPastStop?: () => void;
  /** Only changes: every selected table counts as loaded. */
  readonly withoutLoad: boolean;
  /** Called for each batch, just before its changes count as written. */
  readonly onWritten: (figures: CaptureFigures) => void;
  readonly log: (line: string) => void;
  /** Writes to the log of the task. */
  readonly taskLog: (...lines: readonly LogLine[]) => void;
  readonly injectedFailure: ChangeBatch['injectedFailure'];
}

/** Measurements of a task's change capture. */
export interface CaptureFigures {
  /** Seconds between a commit and its capture. 0 when nothing is left to read. */
  readonly sourceLatency: number;
  /** Seconds that the oldest unwritten change has waited, by the cloud's clock. */
  readonly targetLatency: number;
  /** Changes that are not in a file yet. */
  readonly incoming: number;
}

/** Position to start at: the latest of the requested position, that of the slot, and that of the target. */
export async function findStart(
  client: Client,
  options: CaptureOptions,
): Promise<{ readonly position: Lsn; readonly created: boolean }> {
  const slot = await openSlot(client, options.slot, options.mayCreateSlot);
  const { from } = options;
  if (from !== undefined) await assertWritten(client, from);
  if (from !== undefined && from < slot.confirmed)
    options.log(
      `DMS: slot ${options.slot} begins at ${formatLsn(slot.confirmed)}, after the start position ${formatLsn(from)}: an earlier reader has confirmed the changes in between`,
    );
  const known = slot.created ? 0n : options.sink.reached;
  const position = [from ?? 0n, slot.confirmed, known].reduce((a, b) => (a > b ? a : b));
  return { position, created: slot.created };
}

/**
 * Adds the selected tables of a task without a load. Throws FatalLoadError when tables are required and none
 * is found.
 */
export async function addTables(client: Client, options: CaptureOptions): Promise<void> {
  const { progress, mappings, clock } = options;
  const tables = (await listTables(client)).filter(({ kind }) => kind === 'table');
  for (const { schema, table } of selectTables(mappings, tables))
    if (!progress.some((row) => row.schema === schema && row.table === table))
      progress.push(completedRow(schema, table, clock.now()));
  if (progress.length === 0 && options.failOnNoTables) throw new FatalLoadError(noTables);
}

/** A slot stays in use for a moment after its reader has died. */
export async function openStream(
  ...args: Parameters<typeof ReplicationStream.open>
): Promise<ReplicationStream> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ReplicationStream.open(...args);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (!/is active for PID/.test(message) || attempt >= slotTries) {
        if (/replication slot|WAL segment|wal_level/i.test(message))
          throw new FatalLoadError(`Cannot continue change capture: ${message}`, { cause: error });
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
