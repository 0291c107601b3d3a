import { z } from 'zod';
import type { RunSummary } from '../../application/runs/run-summary';
import { outcomes } from '../../core/runs/record/verdict-shape';
import { countOf, jobKey, moment } from './fields';

export const runSummaryShape = z.object({
  run: z.string().describe('id of the run'),
  job: jobKey,
  state: z.enum(['open', ...outcomes]).describe('`open` until the run is closed, then its outcome'),
  openedAt: moment,
  closedAt: moment.optional(),
  tookMilliseconds: z.number().describe('until now for an open run'),
  tables: countOf('tables'),
  rows: countOf('rows'),
  percent: z.number().optional().describe('progress of an open run, 0 to 100'),
  waitsFor: z
    .string()
    .optional()
    .describe('reason why an open run does not move on; absent: it waits neither for admission nor for DMS'),
  attempt: z.int().optional().describe('number of the attempt; absent for the first'),
  firstAttempt: z.string().optional().describe('first attempt of a retry'),
  requestedBy: z.string().describe('a person, `schedule`, `deployment`, `reload`, or the URL of a file'),
});

export function runSummaryOf({ took, ...summary }: RunSummary): z.input<typeof runSummaryShape> {
  return { ...summary, tookMilliseconds: took };
}
