import type { JobState } from '../runs/job/job-state';
import type { OutboxMessage } from './outbox-message';

/** Parts of a job's state that polls change. */
export type ChangedPart = 'notified' | 'paused' | 'stale' | 'knownSince' | 'held';

/** Step of a poll: the message is stored first, so that a kill between the two writes loses nothing. */
export type JobStep = {
  readonly [Part in ChangedPart]: {
    readonly message?: OutboxMessage;
    readonly part: Part;
    readonly before: JobState[Part];
    readonly after: JobState[Part];
  };
}[ChangedPart];

/** Such as `26 h` or `90 min`. */
export function durationText(seconds: number): string {
  if (seconds >= 48 * 3600) return `${Math.round(seconds / 86_400)} days`;
  return seconds >= 2 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 60)} min`;
}
