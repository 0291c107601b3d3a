import type { InFlightRun, Lease } from '../record/in-flight-run';
import type { RunRecord } from '../record/run-record';
import { isOld } from './leftover';

export interface RunFacts {
  /** Absent: it expired, or was never written. */
  readonly record: Pick<RunRecord, 'phases'> | undefined;
  /** Step Functions runs the execution. */
  readonly isExecuting: boolean;
}

/** Returns true for the item of an ended run whose task is gone. The task of a CDC job outlives the run. */
export function isLeftInFlightRun(
  inFlightRun: Pick<InFlightRun, 'since' | 'livesOn'>,
  run: RunFacts,
  hasTask: boolean,
  now: Date,
): boolean {
  if (hasTask && inFlightRun.livesOn === undefined) return false;
  return isOld(inFlightRun.since, now) && hasEnded(run, now);
}

/** Returns true for the lease of an ended run. A run in flight releases its lease itself. */
export function isLeftLease(
  lease: Pick<Lease, 'takenAt'>,
  run: RunFacts & { readonly isInFlight: boolean },
  now: Date,
): boolean {
  return !run.isInFlight && isOld(lease.takenAt, now) && hasEnded(run, now);
}

function hasEnded({ record, isExecuting }: RunFacts, now: Date): boolean {
  return !isExecuting && (record === undefined || isOld(record.phases.closed, now));
}
