import { z } from 'zod';
import type { CancelledRun } from '../../application/runs/cancel-run';
import type { RunLogs } from '../../application/runs/read-logs';
import type { RunDetails } from '../../application/runs/read-run';
import type { RetriedRun } from '../../application/runs/retry-run';
import type { RunSummary } from '../../application/runs/run-summary';
import type { StartedRun } from '../../application/runs/start-run';
import type { Dropped } from '../../aws/lake/inbox-drop';
import { logLevels, logSources } from '../../core/runs/logs/log-line';
import { defineDocument, withPage } from './document';
import { jobKey, moment } from './fields';
import { runDetailsOf, runDetailsShape } from './run-details';
import { runSummaryOf, runSummaryShape } from './run-summary';

export const startedRunDocument = withPage(
  defineDocument({
    name: 'started-run',
    version: 1,
    description: 'run, start, resume: the run that was started',
    shape: z.object({ run: z.string(), job: jobKey, execution: z.string().describe('ARN of the execution') }),
    of: ({ run, job, execution }: StartedRun) => ({ run, job, execution }),
  }),
);

export const retriedRunDocument = withPage(
  defineDocument({
    name: 'retried-run',
    version: 1,
    description: 'retry: the attempt that was started',
    shape: z.object({
      run: z.string(),
      job: jobKey,
      execution: z.string().describe('ARN of the execution'),
      attempt: z.int().describe('number of the attempt, 2 or more'),
      firstAttempt: z.string().describe('run that is retried'),
    }),
    of: ({ run, job, execution, attempt, firstAttempt }: RetriedRun) => ({
      run,
      job,
      execution,
      attempt,
      firstAttempt,
    }),
  }),
);

export const cancelledRunDocument = withPage(
  defineDocument({
    name: 'cancelled-run',
    version: 1,
    description: 'cancel: the run that was cancelled, by whom and when',
    shape: z.object({
      run: z.string(),
      job: jobKey,
      by: z.string().describe('person or run that cancelled it first'),
      at: moment,
      reason: z.string().optional(),
    }),
    of: ({ run, job, by, at, reason }: CancelledRun) => ({ run, job, by, at, reason }),
  }),
);

export const droppedFileDocument = withPage(
  defineDocument({
    name: 'dropped-file',
    version: 1,
    description: 'load: the file in the inbox',
    shape: z.object({
      bucket: z.string(),
      key: z.string(),
      version: z
        .string()
        .optional()
        .describe('version that S3 assigned, or the ETag in a bucket without versions'),
    }),
    of: ({ bucket, key, version }: Dropped) => ({ bucket, key, version }),
  }),
);

/** Details of a run, with the time that decides how long an open run took. */
export interface RunNow {
  readonly details: RunDetails;
  readonly now: Date;
}

export const runDocument = withPage(
  defineDocument({
    name: 'run',
    version: 1,
    description: 'show, and run, retry, start, resume and load with --wait: one run',
    shape: runDetailsShape,
    of: ({ details, now }: RunNow) => runDetailsOf(details, now),
  }),
);

export const logsDocument = withPage(
  defineDocument({
    name: 'logs',
    version: 1,
    description: 'logs: log lines of one run, in time order',
    shape: z.object({
      run: z.string(),
      job: jobKey,
      lines: z.array(
        z.object({
          at: moment,
          source: z.enum(logSources),
          from: z.string().describe('state, function, or component of DMS'),
          level: z.enum(logLevels),
          text: z.string(),
        }),
      ),
      gaps: z
        .array(
          z.object({
            source: z.enum(logSources),
            name: z.string().describe('log group, stream or execution'),
            reason: z.enum(['forbidden', 'absent', 'incomplete']),
            permission: z.string().optional().describe('IAM action that is missing'),
          }),
        )
        .describe('logs that could not be read, or not completely'),
    }),
    of: ({ run, job, lines, gaps }: RunLogs) => ({
      run,
      job,
      lines: lines.map(({ id: _id, ...line }) => line),
      gaps,
    }),
  }),
);

export const historyDocument = withPage(
  defineDocument({
    name: 'history',
    version: 1,
    description: 'history: runs, newest first',
    shape: z.object({ runs: z.array(runSummaryShape) }),
    of: (runs: readonly RunSummary[]) => ({ runs: runs.map(runSummaryOf) }),
  }),
);
