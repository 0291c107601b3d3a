import { z } from 'zod';
import { modes } from '../../core/model/mode';
import { sourceEngines } from '../../core/model/source-engine';
import { sslModes } from '../../core/model/ssl-mode';
import type { JobPlan } from '../../core/planning/job-plan';
import { notifyPolicies, overlapPolicies } from '../../core/model/notify-policies';
import { tableContents } from '../../core/planning/table-content';
import { countOf, jobKey } from './fields';

const forDms = z.record(z.string(), z.unknown());
const catalogue = z.object({ database: z.string() }).optional();
const publishing = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('snapshot'),
    prefix: z.string(),
    lowerCase: z.boolean(),
    keep: countOf('snapshots to keep'),
    catalogue,
  }),
  z.object({
    kind: z.literal('arrival'),
    prefix: z.string(),
    lowerCase: z.boolean(),
    layout: z.string(),
    timeZone: z.string(),
    partitionBy: z.enum(['arrival', 'dms-folders']),
    catalogue,
  }),
]);
const startFrom = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('now') }),
  z.object({ kind: z.literal('time'), time: z.string() }),
  z.object({ kind: z.literal('position'), position: z.string() }),
  z.object({ kind: z.literal('checkpoint') }),
]);
const replication = z.object({
  startFrom,
  maxLatencySeconds: z.number().describe('latency above which an alert is sent'),
  resumeLimit: countOf('attempts to resume a task that stopped by itself'),
  longestGapSeconds: z.number().optional().describe('longest time between two runs of the schedule'),
});
const table = z.object({
  schema: z.string().describe('pattern of DMS'),
  table: z.string().describe('pattern of DMS'),
  action: z.enum(['include', 'exclude', 'explicit']),
  where: z
    .array(
      z.object({
        column: z.string(),
        conditions: z.array(z.object({ operator: z.string(), values: z.array(z.string()) })),
      }),
    )
    .describe('row filters: each must hold, by one of its conditions'),
  excludedColumns: z
    .array(z.object({ schema: z.string(), table: z.string(), column: z.string() }))
    .describe('columns that are not moved, as patterns of DMS'),
  loadOrder: z.int().optional().describe('tables with a higher number are loaded first'),
});

export const notifyShape = z.object({ policy: z.enum(notifyPolicies), channels: z.array(z.string()) });

export const jobShape = z.object({
  identity: z.object({
    environment: z.string(),
    department: z.string(),
    job: z.string(),
    key: jobKey,
    slug: z.string().describe('name in DMS'),
  }),
  description: z.string().optional(),
  mode: z.enum(modes),
  enabled: z.boolean(),
  source: z.string(),
  target: z.string(),
  targetEngine: z.enum(['s3', 'postgres']),
  schedule: z
    .object({ expression: z.string(), timeZone: z.string() })
    .optional()
    .describe('absent: on demand only'),
  maxDurationSeconds: z.number(),
  tables: z
    .array(table)
    .describe('tables with the rows and columns that are moved, in the order of the rules'),
  tableMappings: forDms.describe('TableMappings of DMS'),
  taskSettings: forDms.describe('ReplicationTaskSettings of DMS'),
  targetSettings: forDms.describe('S3Settings of DMS'),
  stagingFolder: z.string(),
  expectedTables: z.array(
    z.object({ schema: z.string(), table: z.string(), targetSchema: z.string(), targetTable: z.string() }),
  ),
  tablePatterns: z.array(z.object({ schema: z.string(), table: z.string() })),
  partitions: z
    .array(
      z.object({
        schema: z.string().describe('pattern of DMS'),
        table: z.string().describe('pattern of DMS'),
        parent: z.object({ schema: z.string(), table: z.string() }),
      }),
    )
    .optional()
    .describe('entries whose tables are partitions of another: the lake has them as one table'),
  allowTableErrors: z.boolean(),
  tags: z.record(z.string(), z.string()),
  replication: replication.optional().describe('present for a CDC job'),
  splits: z
    .array(
      z.object({
        schema: z.string(),
        table: z.string(),
        column: z.string().optional(),
        segments: z.int().optional().describe('number of segments; absent: by the size of the table'),
        exact: z.boolean(),
      }),
    )
    .optional(),
  connection: z
    .object({
      name: z.string(),
      engine: z.enum(sourceEngines),
      secretName: z.string().optional(),
      databaseName: z.string(),
      sslMode: z.enum(sslModes),
      thick: z.literal(true).optional(),
      connectionAttributes: z.string().optional(),
    })
    .optional()
    .describe('source as the source check connects to it'),
  replicationInstance: z
    .object({ arn: z.string(), identifier: z.string() })
    .optional()
    .describe('existing instance of the job; absent: that of the environment'),
  namedEndpoints: z
    .object({
      source: z
        .object({ arn: z.string(), engine: z.enum(sourceEngines), databaseName: z.string().optional() })
        .optional(),
      target: z.object({ arn: z.string(), databaseName: z.string().optional() }).optional(),
    })
    .optional()
    .describe('existing endpoints; absent: both are created'),
  check: z.enum(['warn', 'block', 'off']).optional(),
  drift: z.enum(['ignore', 'warn', 'block']).optional(),
  publishing,
  dmsVersion: z.string().optional().describe('engine version of the instance that Lakeferry creates'),
  notify: notifyShape.optional(),
  pauseAfter: z.int().optional().describe('failures in a row after which the job is paused'),
  freshWithinSeconds: z.number().optional(),
  overlap: z.enum(overlapPolicies).optional(),
  concurrency: z
    .object({
      source: z.int().optional().describe('runs at the same time that read the source'),
      replicationInstance: z.int().optional().describe('runs at the same time on the replication instance'),
    })
    .optional(),
  handOff: z.array(z.object({ on: z.enum(['success', 'failure', 'both']), arn: z.string() })).optional(),
} satisfies Record<keyof JobPlan | 'tables', z.ZodType>);

export function jobOf(job: JobPlan) {
  return { ...job, tables: tableContents(job) };
}
