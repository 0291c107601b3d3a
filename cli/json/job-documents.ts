import { z } from 'zod';
import type { NameInFile } from '../../application/configuration/undeployed';
import type { EnvironmentStatus } from '../../application/environments/read-status';
import type { RaisedVersion } from '../../application/environments/raised-version';
import type { StoredCheckpoint } from '../../application/replications/read-checkpoint';
import type { JobStatus } from '../../application/replications/read-replications';
import type { ReloadedTables } from '../../application/replications/reload-tables';
import type { StoppedReplication } from '../../application/replications/stop-replication';
import { changeModes } from '../../core/model/mode';
import { eventKinds } from '../../core/runs/replication/job-event';
import type { PausedJob } from '../../application/runs/pause-job';
import { defineDocument, withPage } from './document';
import { deploymentOf, deploymentShape, raisedVersionShape } from './deployment';
import { countOf, jobKey, moment, notDeployedOf, notDeployedShape } from './fields';
import { pausedShape, stateOf, stateShape } from './job-state';
import * as job from './job-status';
import { runSummaryOf, runSummaryShape } from './run-summary';

/** Status of an environment, with the names in the files that are not deployed to it. */
export interface StatusWithFiles extends EnvironmentStatus {
  readonly notDeployed: readonly NameInFile[];
  readonly raisedVersion?: RaisedVersion | undefined;
}

export const statusDocument = withPage(
  defineDocument({
    name: 'status',
    version: 1,
    description: 'status: every deployed job with its newest run',
    shape: z.object({
      environment: z.string(),
      jobs: z.array(
        z.object({
          job: jobKey,
          kind: z.enum(['job', 'load']).optional(),
          newest: runSummaryShape.optional().describe('absent: never ran'),
          newestDone: runSummaryShape
            .optional()
            .describe('newest run that was not skipped; set when the newest run was skipped'),
          ...stateShape,
        }),
      ),
      replicating: z.array(job.replicationShape).describe('CDC jobs that ran at least once'),
      undelivered: z
        .object({ messages: countOf('messages'), problem: z.string().describe('reason for one of them') })
        .optional()
        .describe('messages to people or programs that could not be delivered so far; polls try again'),
      deployments: z
        .array(deploymentShape)
        .optional()
        .describe('deployments that hold tasks and runs; absent: none'),
      raisedVersion: raisedVersionShape.optional(),
      notDeployed: notDeployedShape
        .optional()
        .describe('jobs and loads that are in a file, and not deployed'),
    }),
    of: ({
      environment,
      jobs,
      replicating,
      undelivered,
      deployments,
      raisedVersion,
      notDeployed,
    }: StatusWithFiles) => ({
      environment,
      jobs: jobs.map(({ job: key, kind, newest, newestDone, state }) => ({
        job: key,
        kind,
        newest: newest === undefined ? undefined : runSummaryOf(newest),
        newestDone: newestDone === undefined ? undefined : runSummaryOf(newestDone),
        ...stateOf(state),
      })),
      replicating: replicating.map(job.replicationOf),
      undelivered,
      deployments: deployments?.map(deploymentOf),
      raisedVersion,
      notDeployed: notDeployedOf(notDeployed),
    }),
  }),
);

const perMinute = (what: string) => z.number().describe(`${what} per minute`);

const point = z.object({
  at: moment,
  sourceSeconds: z.number().optional().describe('latency at the source'),
  targetSeconds: z.number().optional().describe('latency at the target'),
  rows: z.number().optional().describe('changed rows per minute'),
  operations: z
    .tuple([perMinute('inserts'), perMinute('updates'), perMinute('deletes')])
    .readonly()
    .optional()
    .describe('inserts, updates and deletes per minute'),
});

const arrivals = z.object({
  day: z.string().describe('`yyyy-mm-dd`, UTC'),
  files: countOf('files'),
  bytes: z.number().describe('size of the files in bytes'),
  smallFiles: countOf('files under 1 MiB'),
  lastAt: moment,
});

export const jobStatusDocument = withPage(
  defineDocument({
    name: 'job-status',
    version: 1,
    description: 'status <department/job>: one CDC job',
    shape: job.replicationShape.extend({
      ...stateShape,
      mode: z.enum(changeModes),
      desiredBy: z.string().describe('a person, `config`, `settings` or a run'),
      desiredAt: moment,
      newestRun: z.string().describe('run that last brought up the task'),
      resumes: job.resumesShape.optional(),
      slot: job.slotShape.optional(),
      checkpoint: job.checkpointShape.optional(),
      series: z.array(point).describe('last two hours, oldest first'),
      events: z
        .array(
          z.object({ at: moment, kind: z.enum(eventKinds), detail: z.string(), run: z.string().optional() }),
        )
        .describe('newest first'),
      dailyArrivals: z.array(arrivals).describe('files copied to the lake, newest day first'),
    }),
    of: (status: JobStatus) => {
      const { mode, desiredBy, desiredAt, run, resumes, resumeLimit, slot } = status.replication;
      return {
        ...job.replicationOf(status),
        ...stateOf(status.state),
        mode,
        desiredBy,
        desiredAt,
        newestRun: run,
        resumes: resumes === undefined ? undefined : { ...resumes, limit: resumeLimit },
        slot: job.slotOf(slot),
        checkpoint: status.checkpoint === undefined ? undefined : job.checkpointOf(status.checkpoint),
        series: status.series?.points ?? [],
        events: status.events,
        dailyArrivals: status.dailyArrivals,
      };
    },
  }),
);

export const checkpointDocument = defineDocument({
  name: 'checkpoint',
  version: 1,
  description: 'checkpoint: the stored checkpoint of a CDC job',
  shape: job.checkpointShape.extend({
    job: jobKey,
    task: job.taskStatus,
    existingTaskArn: z.string().optional().describe('task of the job now; absent without one'),
    slot: job.slotShape.optional(),
  }),
  of: (stored: StoredCheckpoint) => ({
    ...job.checkpointOf(stored),
    job: stored.job,
    task: stored.task,
    existingTaskArn: stored.existingTaskArn,
    slot: job.slotOf(stored.slot),
  }),
});

export const stoppedDocument = withPage(
  defineDocument({
    name: 'stopped-job',
    version: 1,
    description: 'stop: the task after the stop',
    shape: z.object({ job: jobKey, task: job.taskStatus, checkpoint: job.checkpointShape.optional() }),
    of: ({ job: key, status, checkpoint }: StoppedReplication) => ({
      job: key,
      task: status,
      checkpoint: checkpoint === undefined ? undefined : job.checkpointOf(checkpoint),
    }),
  }),
);

export const pausedDocument = withPage(
  defineDocument({
    name: 'paused-job',
    version: 1,
    description: 'pause, unpause: the job afterwards',
    shape: z.object({ job: jobKey, paused: pausedShape.optional().describe('absent: it is not paused') }),
    of: ({ job: key, paused }: PausedJob) => ({ job: key, paused }),
  }),
);

export const reloadedDocument = withPage(
  defineDocument({
    name: 'reloaded-tables',
    version: 1,
    description: 'reload: the tables that DMS loads again',
    shape: z.object({ job: jobKey, tables: z.array(z.string().describe('`SCHEMA.TABLE`')) }),
    of: ({ job: key, tables }: ReloadedTables) => ({ job: key, tables }),
  }),
);
