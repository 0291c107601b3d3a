import { z } from 'zod';
import type { ReplicationStatus } from '../../application/replications/read-replications';
import { checkpointSources, type Checkpoint } from '../../core/runs/replication/checkpoint';
import type { Replication } from '../../core/runs/replication/replication';
import { faultyTablesShape } from './faulty-tables';
import { countOf, jobKey, moment } from './fields';

export const taskStatus = z.string().describe('status in the words of DMS; `gone` without a task');

/** A CDC job, as `status` lists it. */
export const replicationShape = z.object({
  job: jobKey,
  desired: z.enum(['running', 'stopped']),
  task: taskStatus,
  taskArn: z.string().optional(),
  behindSeconds: z.number().optional().describe('age of the oldest change that is not yet at the target'),
  measuredAt: moment.optional(),
  maxLatencySeconds: z.number().describe('limit of behindSeconds, above which an alert is sent'),
  rowsPerMinute: z.number().optional().describe('changed rows in the last minute that was measured'),
  lastChangeAt: moment.optional(),
  heldBy: z
    .optional(z.string())
    .describe('what holds the task, such as the deployment of a stack; absent: nothing'),
  alerts: z.array(z.string()).describe('kinds of open alerts'),
  faulty: faultyTablesShape.optional(),
});

export function replicationOf(status: ReplicationStatus): z.input<typeof replicationShape> {
  const { job, desired, task, taskArn, behindSeconds, measuredAt, maxLatencySeconds } = status;
  const { rowsPerMinute, lastChangeAt, alerts, faulty, heldBy } = status;
  return {
    job,
    desired,
    task,
    taskArn,
    behindSeconds,
    measuredAt,
    maxLatencySeconds,
    rowsPerMinute,
    lastChangeAt,
    ...(heldBy === undefined ? {} : { heldBy }),
    alerts: [...alerts],
    faulty: faulty === undefined ? undefined : { count: faulty.count, tables: [...faulty.tables] },
  };
}

const occasions = ['poll', ...checkpointSources.filter((source) => source !== 'sweep')] as const;

export const checkpointShape = z.object({
  checkpoint: z.string().describe('RecoveryCheckpoint of DMS'),
  seenAt: moment,
  seenIn: z.enum(occasions).describe('occasion on which it was seen'),
  taskArn: z.string().describe('task whose position it is'),
  taskStatusThen: z.string().describe('status of the task when it was seen'),
});

export function checkpointOf({
  checkpoint,
  seenAt,
  seenIn,
  taskArn,
  status,
}: Checkpoint): z.input<typeof checkpointShape> {
  return {
    checkpoint,
    seenAt,
    seenIn: seenIn === 'sweep' ? 'poll' : seenIn,
    taskArn,
    taskStatusThen: status,
  };
}

export const slotShape = z.object({
  name: z.string(),
  active: z.boolean(),
  lagBytes: z.number().describe('log that the source keeps for it'),
  walStatus: z.string().optional().describe('wal_status in the words of PostgreSQL'),
  at: moment.describe('time of the check, ISO 8601, UTC'),
});

export function slotOf(slot: Replication['slot']): z.input<typeof slotShape> | undefined {
  if (slot === undefined) return undefined;
  const { name, active, lagBytes, walStatus, at } = slot;
  return { name, active, lagBytes, walStatus, at };
}

export const resumesShape = z.object({
  count: countOf('attempts to resume the task since it last ran steadily'),
  limit: countOf('attempts after which the task is left down'),
  lastAt: moment,
  nextAt: moment,
});
