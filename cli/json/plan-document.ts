import { z } from 'zod';
import { type Explained, settingGroups } from '../../application/configuration/explain/setting';
import type { NameInFile } from '../../application/configuration/undeployed';
import { sourceEngines } from '../../core/model/source-engine';
import { sslModes } from '../../core/model/ssl-mode';
import type { SourcePlan } from '../../core/planning/connection-plan';
import type { LoadPlan } from '../../core/planning/load-plan';
import type { EnvironmentPlan, ExistingPlan, Plan } from '../../core/planning/plan';
import { defineDocument } from './document';
import { countOf, jobKey, notDeployedOf, notDeployedShape } from './fields';
import { jobOf, jobShape, notifyShape } from './plan-job';

const tags = z.record(z.string(), z.string());
const database = z.object({
  name: z.string(),
  secretName: z.string(),
  databaseName: z.string(),
  sslMode: z.enum(sslModes),
  certificateArn: z.string().optional(),
  endpointIdentifier: z.string(),
  endpointArn: z.string().optional().describe('existing endpoint; absent: one of its own'),
  extraConnectionAttributes: z.string(),
  securityGroup: z.object({ id: z.string(), port: z.int().describe('TCP port') }).optional(),
});
const source = database.extend({
  secretName: z.string().optional(),
  engine: z.enum(sourceEngines),
  thick: z.literal(true).optional(),
  sslModeIsDefault: z.literal(true).optional(),
  maxConcurrentRuns: z.int().optional().describe('runs at the same time that read it'),
  replicationInstance: z
    .object({
      arn: z.string(),
      identifier: z.string(),
      maxConcurrentRuns: z.int().optional().describe('runs at the same time on it'),
    })
    .optional()
    .describe('existing instance of its jobs; absent: that of the environment'),
} satisfies Partial<Record<keyof SourcePlan, z.ZodType>>);
const target = z.discriminatedUnion('engine', [
  z.object({ engine: z.literal('s3'), name: z.string(), endpointArn: z.string().optional() }),
  database.extend({ engine: z.literal('postgres') }),
]);
const network = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('new'), cidr: z.string() }),
  z.object({
    kind: z.literal('existing'),
    vpcId: z.string(),
    cidr: z.string(),
    privateSubnetIds: z.array(z.string()),
    availabilityZones: z.array(z.string()),
    securityGroupId: z.string().optional(),
  }),
]);
const existingBucket = z.object({ name: z.string(), kmsKeyArn: z.string().optional() }).optional();
const existing = z.object({
  stagingBucket: existingBucket,
  lakeBucket: existingBucket,
  alertsTopicArn: z.string().optional(),
  stagingRoleArn: z.string().optional(),
  secretsRoleArn: z.string().optional(),
} satisfies Record<keyof ExistingPlan, z.ZodType>);
const environment = z.object({
  name: z.string(),
  namePrefix: z.string().optional().describe('start of all names'),
  account: z.string().optional(),
  region: z.string(),
  network,
  replicationInstance: z.union([
    z.object({
      class: z.string(),
      storageGiB: z.number(),
      multiAz: z.boolean(),
      engineVersion: z.string(),
    }),
    z.object({ arn: z.string(), identifier: z.string() }).describe('existing instance'),
  ]),
  createDmsRoles: z.boolean(),
  onDelete: z.enum(['retain', 'destroy']),
  historyRetentionDays: z.number(),
  stagingRetentionDays: z.number(),
  lakeOldVersionsDays: z.number().describe('days until overwritten or deleted objects are removed'),
  dmsRequestsPerSecond: z.number().describe('DMS requests per second that Lakeferry uses'),
  consoleUrl: z.string().optional().describe('address of the pages that messages link to'),
  tags,
  existing: existing.optional().describe('resources that others own'),
  permissionsBoundary: z.string().optional().describe('policy that limits every role, by name or ARN'),
  oracleInstantClient: z.string().optional(),
} satisfies Record<keyof EnvironmentPlan, z.ZodType>);
const load = z.object({
  identity: z.object({ environment: z.string(), department: z.string(), load: z.string(), key: jobKey }),
  description: z.string().optional(),
  inbox: z.string(),
  rejected: z.string(),
  target: z.object({
    connection: z.string(),
    secretName: z.string(),
    databaseName: z.string(),
    sslMode: z.enum(sslModes),
  }),
  table: z.object({ schema: z.string(), name: z.string() }),
  columns: z.array(z.object({ name: z.string(), header: z.string(), type: z.string().optional() })),
  dialect: z.object({
    header: z.boolean(),
    delimiter: z.string(),
    quote: z.string(),
    nullToken: z.string(),
    encoding: z.string(),
    dateStyle: z.enum(['ymd', 'dmy', 'mdy']),
  }),
  mode: z.enum(['replace', 'append', 'upsert']),
  keys: z.array(z.string()),
  createTable: z.boolean(),
  rejectUpTo: countOf('bad rows at most, above which the file fails'),
  allowEmpty: z.boolean(),
  method: z.enum(['copy', 'aws_s3']),
  notify: notifyShape.optional(),
} satisfies Record<keyof LoadPlan, z.ZodType>);

const channel = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('department-topic'), name: z.string(), email: z.string().optional() }),
  z.object({ kind: z.literal('topic'), name: z.string(), arn: z.string() }),
  z.object({ kind: z.literal('slack'), name: z.string(), workspaceId: z.string(), channelId: z.string() }),
  z.object({
    kind: z.literal('teams'),
    name: z.string(),
    tenantId: z.string(),
    teamId: z.string(),
    channelId: z.string().describe('encoded for a URL'),
  }),
  z.object({
    kind: z.literal('webhook'),
    name: z.string(),
    url: z.string(),
    header: z.string(),
    secretName: z.string().optional(),
  }),
]);

/** Plan, with the names in the files that are not deployed. Undefined where no cloud was asked. */
export interface PlanWithFiles extends Plan {
  readonly notDeployed?: readonly NameInFile[];
  readonly explained?: readonly { readonly job: string; readonly settings: readonly Explained[] }[];
  readonly explainedLoads?: readonly { readonly load: string; readonly settings: readonly Explained[] }[];
}

const setting = z.object({
  group: z.enum(settingGroups).describe('part of the settings; a key is unique in it'),
  key: z.string().describe('as in the file, such as lake.prefix'),
  value: z.string(),
  file: z.string().optional().describe('absent: a default'),
  line: z.int().optional().describe('line number in the file'),
});

export const planDocument = defineDocument({
  name: 'plan',
  version: 1,
  description: 'plan: everything that the configuration means in one environment',
  shape: z.object({
    version: z.literal(1).describe('version of the plan as functions read it'),
    environment,
    sources: z.array(source),
    targets: z.array(target),
    otherSources: z.array(source).optional().describe('sources that no job uses'),
    otherTargets: z
      .array(target)
      .optional()
      .describe('PostgreSQL targets that neither a job nor a load uses'),
    departments: z.array(
      z.object({
        name: z.string(),
        owner: z.string(),
        description: z.string().optional(),
        tags,
        jobs: z.array(jobShape),
        channels: z.array(channel).optional().describe('receivers of messages; absent: none'),
        loads: z.array(load).optional(),
      }),
    ),
    explained: z
      .array(z.object({ job: jobKey, settings: z.array(setting) }))
      .optional()
      .describe('with --explain: settings of the jobs, with the places that they come from'),
    explainedLoads: z
      .array(z.object({ load: jobKey, settings: z.array(setting) }))
      .optional()
      .describe('with --explain: the same of the loads'),
    notDeployed: notDeployedShape
      .optional()
      .describe('jobs and loads that are in a file, and not deployed; absent: no local cloud was asked'),
  }),
  of: ({ notDeployed, explained, explainedLoads, ...plan }: PlanWithFiles) => ({
    ...plan,
    ...(explained === undefined
      ? {}
      : { explained: explained.map(({ job, settings }) => ({ job, settings })) }),
    ...(explainedLoads === undefined ? {} : { explainedLoads }),
    ...(notDeployed === undefined ? {} : { notDeployed: notDeployedOf(notDeployed) }),
    departments: plan.departments.map((department) => ({ ...department, jobs: department.jobs.map(jobOf) })),
  }),
});
