import { Checkpoint } from '../../core/runs/replication/checkpoint';
import { checkpointKey } from '../../core/runs/replication/replication-keys';
import type { HistoryTable } from './table';

/** The checkpoint store: the last known position of each CDC job, kept apart from its task. */
export interface Checkpoints {
  checkpoint(jobKey: string): Promise<Checkpoint | undefined>;
  /** Safe to repeat. */
  keepCheckpoint(jobKey: string, checkpoint: Checkpoint): Promise<void>;
}

export function checkpointStore(table: HistoryTable): Checkpoints {
  return {
    async checkpoint(jobKey) {
      const item = await table.get(checkpointKey(jobKey));
      return item === undefined ? undefined : Checkpoint.parse(item);
    },
    async keepCheckpoint(jobKey, checkpoint) {
      await table.update(checkpointKey(jobKey), { set: { ...checkpoint } });
    },
  };
}
