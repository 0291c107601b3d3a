import type { StoredCheckpoint } from '../../../application/replications/read-checkpoint';
import { checkpointSourceNames } from '../../../core/runs/replication/checkpoint';
import { moment } from '../../output/quantities';
import { slotText } from '../../output/slot-text';

export function showCheckpoint(stored: StoredCheckpoint): string {
  const { checkpoint, seenAt, seenIn, status, task, existingTaskArn, slot } = stored;
  return [
    checkpoint,
    `  seen  ${moment(seenAt)}, ${checkpointSourceNames[seenIn]}, while the task was ${status}`,
    `  task  ${existingTaskArn === undefined ? 'gone: only this checkpoint holds the position' : `${task}, ${existingTaskArn}`}`,
    ...(slot === undefined ? [] : [`  slot  ${slot.name}`, `        ${slotText(slot)}`]),
  ].join('\n');
}
