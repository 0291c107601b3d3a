import type { StartFrom } from '../../planning/job-plan';
import type { Replication } from './replication';

/** Start of a job's task. That of a task which replaces another follows from the replacement, whatever the file says. */
export interface ReplacedStart {
  readonly startFrom: StartFrom;
  /** True if the checkpoint of an earlier task is not where this one has to start. */
  readonly ignoresCheckpoint: boolean;
}

export function replacedStart(startFrom: StartFrom, replacement: Replication['replacement']): ReplacedStart {
  switch (replacement?.start) {
    case undefined:
      return { startFrom, ignoresCheckpoint: false };
    case 'checkpoint':
      return { startFrom: { kind: 'checkpoint' }, ignoresCheckpoint: false };
    // All that came before is in the load, or in another source.
    case 'load':
    case 'start-from':
      return { startFrom, ignoresCheckpoint: startFrom.kind !== 'checkpoint' };
  }
}
