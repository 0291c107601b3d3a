import type { Job } from '../../core/config/schema/job-schema';
import type { Random } from '../random';
import type { Load, LoadEnd, TableLoad } from './scenario';

/** Loads that a job has one after another, until they repeat. */
const loadsOfJob = 12;
const states = [
  'Table error',
  'Table error',
  'Table cancelled',
  'Full load',
  'Table does not exist',
] as const;
const stopReasons = [
  'NORMAL',
  'RECOVERABLE_ERROR',
  'FATAL_ERROR',
  'FULL_LOAD_ONLY_FINISHED',
  'STOPPED_AFTER_FULL_LOAD',
  'STOPPED_AFTER_CACHED_EVENTS',
  'EXPRESS_LICENSE_LIMITS_REACHED',
  'STOPPED_AFTER_DDL_APPLY',
  'STOPPED_DUE_TO_LOW_MEMORY',
  'STOPPED_DUE_TO_LOW_DISK',
  'STOPPED_AT_SERVER_TIME',
  'STOPPED_AT_COMMIT_TIME',
  'RECONFIGURATION_RESTART',
  'RECYCLE_TASK',
  'SOMETHING_NEW',
] as const;

/** Draws the loads of a job. About two of three are good, and a load takes seconds to hours. */
export function drawLoads(random: Random, job: Job): readonly Load[] {
  const isBad = random.chance(0.6);
  const longest = random.pick([60, 600, 600, 3600, 8 * 3600]);
  return Array.from({ length: loadsOfJob }, (_, index) => {
    const own = random.fork(`load ${index}`);
    return drawLoad(own, job, { longest, badly: isBad ? 0.4 : 0.05 });
  });
}

function drawLoad(
  random: Random,
  job: Job,
  { longest, badly }: { readonly longest: number; readonly badly: number },
): Load {
  const isBad = random.chance(badly);
  const tables = namesOf(job).map(
    (table): TableLoad => ({
      table,
      rows: random.chance(0.1) ? 0 : random.between(1, 50_000),
      seconds: random.between(1, longest),
      state: isBad && random.chance(0.4) ? random.pick(states) : 'Table completed',
    }),
  );
  return {
    secondsToCreate: random.chance(0.1) ? random.between(60, 900) : random.between(5, 60),
    secondsToStart: random.chance(0.1) ? random.between(60, 600) : random.between(3, 40),
    tables,
    end: isBad && random.chance(0.5) ? earlyEnd(random, longest) : { kind: 'as-usual' },
  };
}

/** Jobs of scenarios name their tables as text. */
function namesOf({ tables }: Job): readonly string[] {
  return tables.flatMap((entry) => (typeof entry === 'string' ? [entry] : []));
}

function earlyEnd(random: Random, longest: number): LoadEnd {
  const stopReason = random.pick(stopReasons);
  const isFailure = random.chance(0.6);
  return {
    kind: 'early',
    afterSeconds: random.between(0, longest),
    status: isFailure ? 'failed' : 'stopped',
    stopReason,
    ...(isFailure ? { message: 'Last Error  Failed to connect to database.' } : {}),
  };
}
