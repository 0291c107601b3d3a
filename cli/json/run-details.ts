import { z } from 'zod';
import type { RunDetails } from '../../application/runs/read-run';
import { summarize } from '../../application/runs/run-summary';
import { CheckReport } from '../../core/checks/report/check-report';
import { changeModes } from '../../core/model/mode';
import { Failure } from '../../core/runs/record/failure';
import { Phases } from '../../core/runs/record/phases';
import { Progress } from '../../core/runs/record/progress';
import { Publishing } from '../../core/runs/record/publishing';
import { TableRecord } from '../../core/runs/record/table-record';
import { Verdict } from '../../core/runs/record/verdict-shape';
import { TableSplit } from '../../core/tables/table-split';
import { faultyTablesShape } from './faulty-tables';
import { moment } from './fields';
import { runSummaryOf, runSummaryShape } from './run-summary';

const task = z.object({ identifier: z.string(), arn: z.string().optional() });
const leftBehind = z.object({ ...Failure.shape, clearedAt: moment.optional() });

/** One run with its tables: `show`, and the commands that wait for a run. */
export const runDetailsShape = runSummaryShape.extend({
  mode: z.enum(changeModes).optional().describe('absent for a full load, and for the load of a file'),
  execution: z.string().describe('ARN of the execution; for the load of a file, the id of its message'),
  task: task.optional().describe('task in DMS; absent until it is planned'),
  phases: z.object(Phases.shape).describe('times at which the run reached its milestones'),
  progress: z.optional(Progress),
  verdict: z.optional(Verdict),
  publishing: z.optional(Publishing),
  unlisted: z
    .array(z.string())
    .optional()
    .describe('tables that the catalogue cannot have, each with the reason'),
  onlyTables: z
    .array(z.string())
    .optional()
    .describe('tables that this run loads, as schema.table; absent: all of the job'),
  carriesFrom: z.string().optional().describe('earlier attempt whose complete tables this one takes over'),
  loadsAllBecause: z.string().optional().describe('reason why a retry loads all tables'),
  cancelled: z
    .object({ by: z.string(), at: moment, reason: z.string().optional() })
    .optional()
    .describe('person who cancelled the run'),
  attempts: z.array(runSummaryShape).optional().describe('all attempts, oldest first; absent: there is one'),
  skippedFor: z.string().optional().describe('run that held the lease of the job'),
  leftBehind: leftBehind.optional().describe('error that kept the cleanup from removing everything'),
  check: z.optional(CheckReport),
  splits: z.array(TableSplit).optional(),
  faulty: faultyTablesShape.optional(),
  tables: z.array(z.object({ ...TableRecord.shape })).describe('by schema and table'),
});

export function runDetailsOf(details: RunDetails, now: Date): object & z.input<typeof runDetailsShape> {
  const { run, tables, check, splits, faulty, attempts } = details;
  const {
    mode,
    execution,
    task: known,
    phases,
    progress,
    verdict,
    publishing,
    unlisted,
    onlyTables,
    carriesFrom,
    loadsAllBecause,
    cancelled,
    skippedFor,
    leftBehind: left,
  } = run;
  // `tables` of the summary is a number, which is the length of the list.
  const { tables: _count, ...summary } = runSummaryOf(summarize(run, now));
  return {
    ...summary,
    mode,
    execution,
    task: known,
    phases,
    progress,
    verdict,
    publishing,
    unlisted: unlisted === undefined ? undefined : [...unlisted],
    onlyTables: onlyTables === undefined ? undefined : [...onlyTables],
    carriesFrom,
    loadsAllBecause,
    cancelled,
    attempts: attempts?.map((one) => runSummaryOf(summarize(one, now))),
    skippedFor,
    leftBehind: left,
    check,
    splits: splits === undefined ? undefined : [...splits],
    faulty: faulty === undefined ? undefined : { count: faulty.count, tables: [...faulty.tables] },
    tables: [...tables],
  };
}
