import { staleNow } from '../../core/runs/job/freshness';
import { z } from 'zod';
import type { JobState } from '../../core/runs/job/job-state';
import { moment } from './fields';

export const pausedShape = z.object({
  at: moment,
  by: z.string().describe('person, or `pause-after`'),
  reason: z.string(),
});

const troubleShape = z.object({
  since: moment.describe('end of the first run of the streak'),
  run: z.string().describe('first run of the streak'),
  attempts: z.int().describe('number of runs in the streak'),
  failures: z.int().describe('number of failures in a row, which `pause-after` counts'),
});

/** Streak, pause and freshness of a job. */
export const stateShape = {
  succeeded: z
    .object({ run: z.string(), at: moment })
    .optional()
    .describe('last run that loaded data; absent for jobs that have not succeeded since version 2'),
  trouble: troubleShape.optional().describe('streak of runs that were not good; absent when all is well'),
  paused: pausedShape.optional().describe('set while schedules start no runs'),
  staleSince: moment.optional().describe('time since which the data is older than fresh-within'),
  held: z
    .object({ run: z.string(), since: moment })
    .optional()
    .describe('run that holds the job for longer than one period of its schedule'),
};

export function stateOf(state: JobState | undefined) {
  return {
    succeeded: state?.succeeded,
    trouble: state?.trouble,
    paused: state?.paused,
    staleSince: staleNow(state ?? {})?.since,
    held: state?.held,
  };
}
