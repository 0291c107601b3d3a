import { z } from 'zod';
import { dmsRequestsPerSecond } from '../../model/dms-requests';
import { ConnectionOverride } from './connections-schema';
import { ExistingInstance, InstanceRuns } from './existing-dms-schema';
import { Existing } from './existing-schema';
import { HandOffTargets } from './hand-off-schema';
import { ConsoleUrl } from './console-url';
import { ConnectionName, EnvironmentName, NamePrefix, Tags } from './name-fields';
import { Notify } from './notify-schema';

const Cidr = z.cidrv4({ error: 'is not a network: write an IPv4 range such as 10.40.0.0/16' });
const days = (most: number) =>
  z
    .int()
    .min(1, { error: 'is below 1 day' })
    .max(most, { error: `is above ${most} days` });
const limit = (description: string) =>
  z.int().min(1, { error: 'is below 1' }).describe(description).optional();

export const NewNetwork = z.strictObject({
  cidr: Cidr.describe('Range of the new VPC, such as 10.40.0.0/16.'),
});

export const ExistingNetwork = z.strictObject({
  'vpc-id': z
    .string()
    .regex(/^vpc-[0-9a-f]{8,17}$/, { error: 'is not a VPC id such as vpc-0a1b2c3d4e5f60718' })
    .describe('VPC id.'),
  cidr: Cidr.describe('Range of the VPC.'),
  'private-subnets': z
    .array(
      z.strictObject({
        id: z
          .string()
          .regex(/^subnet-[0-9a-f]{8,17}$/, { error: 'is not a subnet id such as subnet-0a1b2c3d' })
          .describe('Subnet id.'),
        zone: z
          .string()
          .regex(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, { error: 'is not a zone such as eu-west-1a' })
          .describe('Availability zone of the subnet.'),
      }),
    )
    .min(2, { error: 'has fewer than two subnets: DMS needs private subnets in two zones' })
    .max(60, { error: 'has more than 60 subnets, the maximum of a subnet group in DMS' })
    .refine((subnets) => subnets.length < 2 || new Set(subnets.map((subnet) => subnet.zone)).size >= 2, {
      error: 'is in one zone: DMS needs private subnets in two zones',
    })
    .describe('Private subnets in two zones or more.'),
  'security-group': z
    .string()
    .regex(/^sg-[0-9a-f]{8,17}$/, { error: 'is not a security group such as sg-0a1b2c3d4e5f60718' })
    .describe(
      'Existing security group of the replication instance and the functions. Default: Lakeferry creates one.',
    )
    .optional(),
});

/** Source: DMS guide, CHAP_ReplicationInstance.Types. */
const instanceClass =
  /^dms\.(t3\.(micro|small|medium|large)|(c5\.(4x|9x|12x|18x|24x)|r5\.(4x|8x|12x|16x|24x)|(c6i|r6i)\.(4x|8x|12x|16x|24x|32x)|(c7i|r7i)\.(4x|8x|12x|16x|24x|48x)|[cr](5|6i|7i)\.(x|2x)?)large)$/;

export const ReplicationInstance = z
  .strictObject({
    class: z
      .string()
      .regex(instanceClass, {
        error:
          'is not an instance class of DMS: write one such as dms.t3.medium, dms.c6i.large or dms.r6i.xlarge',
      })
      .describe('Such as dms.t3.medium.'),
    'storage-gib': z
      .int()
      .min(5, { error: 'is below 5 GiB' })
      .max(6144, { error: 'is above 6144 GiB' })
      .describe('Disk of the instance in GiB, for logs and cached changes.'),
    'multi-az': z.boolean().describe('true: a standby instance in a second zone.'),
    'engine-version': z
      .string()
      .regex(/^\d+\.\d+\.\d+$/, { error: 'is not an engine version such as 3.6.1' })
      .describe('DMS engine version, such as 3.6.1.'),
    'max-concurrent-runs': InstanceRuns,
  })
  .describe('New DMS replication instance, which runs the tasks.');

/** Source of the defaults: DMS guide, CHAP_Limits. AWS raises all of these on request. */
export const Quotas = z
  .strictObject({
    tasks: limit('Tasks per region. AWS default 600.'),
    'tasks-per-instance': limit('Tasks per replication instance. AWS default 200.'),
    endpoints: limit('Endpoints per region. AWS default 1000.'),
    'endpoints-per-instance': limit('Endpoints per replication instance. AWS default 100.'),
  })
  .describe('DMS quotas of this account that AWS has raised.');

/** DMS accepts 8 requests per second per account and region, and AWS does not raise it. */
export const Dms = z
  .strictObject({
    'requests-per-second': z
      .number()
      .min(0.1, { error: 'is below 0.1 requests per second, at which runs hardly start' })
      .max(dmsRequestsPerSecond, {
        error:
          'is above 8 requests per second, which DMS accepts per account and region and AWS does not raise',
      })
      .describe(
        'DMS requests per second that Lakeferry uses. Environments that share an account and region share 8 per second. Default 6.4.',
      )
      .optional(),
  })
  .describe('Share of the DMS API that this environment uses.');

/** Source: IAM user guide, reference_iam-quotas (names) and reference-arns. */
const PermissionsBoundary = z
  .string()
  .regex(/^(arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/([!-~]{1,510}\/)?)?[\w+=,.@-]{1,128}$/, {
    error:
      'is not a policy: write the name of an IAM policy such as ServiceBoundary, or an ARN such as arn:aws:iam::123456789012:policy/ServiceBoundary',
  })
  .describe(
    'IAM policy that limits every role of the environment: the name of a policy without a path, or an ARN. Default: none.',
  );

export const Environment = z
  .strictObject({
    environment: EnvironmentName.describe('Part of every name. Several environments can share an account.'),
    'name-prefix': NamePrefix.optional(),
    account: z
      .string({ error: 'is not text: put the account’s 12 digits in quotes' })
      .regex(/^\d{12}$/, { error: 'is not an account: write its 12 digits in quotes' })
      .describe('AWS account, 12 digits in quotes. Default: the account of the credentials that deploy.')
      .optional(),
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: 'is not a region such as eu-west-1' })
      .refine((text) => !/^(cn|us-gov|us-iso[a-z]?|eu-isoe)-/.test(text), {
        error:
          'is a region of AWS China, GovCloud or an isolated partition, which Lakeferry does not support',
      })
      .describe('AWS region, such as eu-west-1.'),
    network: z.union([NewNetwork, ExistingNetwork]).describe('A new VPC, or an existing one.'),
    'replication-instance': z
      .union([ExistingInstance, ReplicationInstance])
      .describe('A new replication instance, or an existing one.'),
    'create-dms-roles': z
      .boolean()
      .describe(
        'true: create dms-vpc-role and dms-cloudwatch-logs-role. false if the account has them. Default true, and false with an existing instance.',
      )
      .optional(),
    'on-delete': z
      .enum(['retain', 'destroy'])
      .describe(
        'retain: the lake, the history and logs remain when the environment is removed. destroy: they are deleted, the lake if it is empty. Default retain.',
      )
      .optional(),
    'history-retention-days': days(3650)
      .describe('Days until a run is deleted from the history. Default 400.')
      .optional(),
    'staging-retention-days': days(3650)
      .describe('Days until a file is deleted from staging. Default 30.')
      .optional(),
    'lake-old-versions-days': days(3650)
      .describe('Days until overwritten or deleted objects are removed from the lake. Default 30.')
      .optional(),
    'permissions-boundary': PermissionsBoundary.optional(),
    'oracle-instant-client': z
      .string()
      .regex(/\.zip$/, { error: 'is not the path of a .zip file' })
      .describe(
        'Path of a zip file with Oracle’s client libraries for Linux on arm64 (lib/libclntsh.so), for sources with thick: true. ' +
          'See layers/oracledb/README.md.',
      )
      .optional(),
    tags: Tags.describe('Tags of all resources in this environment.').optional(),
    connections: z
      .record(ConnectionName, ConnectionOverride)
      .describe('Connections of connections.yaml that this environment overrides.')
      .optional(),
    notify: Notify.optional(),
    'hand-off-targets': HandOffTargets.optional(),
    existing: Existing.optional(),
    quotas: Quotas.optional(),
    dms: Dms.optional(),
    'console-url': ConsoleUrl.optional(),
  })
  .describe('An environment: account, region, network and size.');

export type Environment = z.infer<typeof Environment>;
