import { z } from 'zod';
import type { TableState } from '../../load/progress';
import { endpointFields } from '../endpoints/endpoint-input';
import { taskStatuses } from '../tasks/task-status';

const moment = z.coerce.date();
/** Optional member. JSON leaves out undefined values. */
const maybe = <T extends z.ZodType>(schema: T) => schema.optional().transform((value) => value);
const counts = z.object({ inserts: z.number(), updates: z.number(), deletes: z.number(), ddls: z.number() });
const fields = z.record(z.string(), z.unknown());

const tableStates: readonly [TableState, ...TableState[]] = [
  'Before load',
  'Full load',
  'Table completed',
  'Table cancelled',
  'Table error',
  'Table is being reloaded',
];

const KeptTable = z.object({
  schema: z.string(),
  table: z.string(),
  estimatedRows: z.number(),
  state: z.enum(tableStates),
  rows: z.number(),
  reloaded: z.boolean(),
  startedAt: maybe(moment),
  endedAt: maybe(moment),
  updatedAt: moment,
  error: maybe(z.string()),
  snapshot: maybe(z.string()),
  seen: counts,
  applied: counts,
});

const KeptRun = z.object({
  type: z.enum(['start-replication', 'resume-processing', 'reload-target']),
  startPosition: maybe(z.string()),
  startedAt: moment,
  freshStartedAt: moment,
  loadStartedAt: maybe(moment),
  loadFinishedAt: maybe(moment),
  loadedBefore: maybe(z.object({ startedAt: maybe(moment), finishedAt: moment })),
  stoppedAt: maybe(moment),
  tables: z.array(KeptTable),
});

export const KeptTask = z.object({
  identifier: z.string(),
  sourceArn: z.string(),
  targetArn: z.string(),
  instanceArn: z.string(),
  mappingsText: z.string(),
  settings: z.string(),
  taskData: maybe(z.string()),
  status: z.enum(taskStatuses),
  createdAt: moment,
  stopReason: maybe(z.string()),
  lastFailure: maybe(z.string()),
  migrationType: z.enum(['full-load', 'cdc', 'full-load-and-cdc']),
  startPosition: maybe(z.string()),
  stopPosition: maybe(z.string()),
  run: maybe(KeptRun),
  place: maybe(
    z.object({
      slot: z.string(),
      isOwnSlot: z.boolean(),
      position: z.string().transform(BigInt),
      journal: z.string(),
    }),
  ),
});
export type KeptTask = z.infer<typeof KeptTask>;

export const KeptEndpoint = z.object({
  identifier: z.string(),
  type: z.enum(['source', 'target']),
  engine: z.string(),
  sent: z.object(endpointFields),
});

export const KeptInstance = z.object({
  identifier: z.string(),
  status: z.enum(['creating', 'available', 'modifying', 'deleting']),
  createdAt: moment,
  shown: fields,
});

export const KeptGroup = z.object({ arn: z.string(), identifier: z.string(), shown: fields });

export const KeptConnection = z.object({
  instanceArn: z.string(),
  endpointArn: z.string(),
  status: z.enum(['testing', 'successful', 'failed', 'deleting']),
  failure: maybe(z.string()),
});

export const KeptTags = z.array(z.tuple([z.string(), z.string()])).transform((pairs) => new Map(pairs));

export const KeptEvents = z.array(
  z.object({ identifier: z.string(), message: z.string(), categories: z.array(z.string()), at: moment }),
);
