import type { OwnBuckets } from '../../core/runs/removal/removal-event';
import { inboxFiles } from './inbox-files';
import type { EmptyingPorts } from './removal-ports';
import { stagedFiles } from './staged-files';
import type { StepOfBucket } from './take-step';

/** Reasons for which the objects of each bucket wait. */
export function waitsOf(ports: EmptyingPorts, now: Date): Record<keyof OwnBuckets, StepOfBucket['waits']> {
  return { StagingBucket: stagedFiles(ports, now), InboxBucket: inboxFiles(ports, now) };
}
