import type { Json, JsonObject } from '../../json';
import type { SourceEngine } from '../../model/source-engine';
import type { JobPlan } from '../../planning/job-plan';
import type { CheckFinding } from '../report/check-report';
import { awsFix, configFix, finding } from '../report/finding';
import { existingDatabase, existingEndpoint, existingFileSettings } from './definitions';
import type { DescribedEndpoint } from './described';
import { differentFileSettings } from './file-settings';

/** DMS's EngineName of each engine (https://docs.aws.amazon.com/dms/latest/APIReference/API_CreateEndpoint.html). */
const engineNames: Readonly<Record<SourceEngine | 's3', readonly string[]>> = {
  oracle: ['oracle'],
  postgres: ['postgres', 'aurora-postgresql'],
  sqlserver: ['sqlserver', 'azuredb'],
  mysql: ['mysql', 'mariadb', 'aurora'],
  s3: ['s3'],
};

export type CheckedJob = Pick<
  JobPlan,
  'namedEndpoints' | 'mode' | 'targetEngine' | 'targetSettings' | 'stagingFolder'
>;

/** Problems of the existing endpoints of a job. `described`: those of them that DMS knows. */
export function endpointFindings(
  job: CheckedJob,
  described: readonly DescribedEndpoint[],
  stagingBucket: string,
): readonly CheckFinding[] {
  const { source, target } = job.namedEndpoints ?? {};
  const withArn = (arn: string) => described.find((one) => one.arn === arn);
  return [
    ...(source === undefined ? [] : sourceFindings(source, withArn(source.arn))),
    ...(target === undefined ? [] : targetFindings(job, target, withArn(target.arn), stagingBucket)),
  ];
}

type Named<Role extends 'source' | 'target'> = NonNullable<NonNullable<JobPlan['namedEndpoints']>[Role]>;

function sourceFindings(
  { arn, engine, databaseName }: Named<'source'>,
  endpoint: DescribedEndpoint | undefined,
): readonly CheckFinding[] {
  if (endpoint === undefined) return [missing(arn)];
  const other = kindFindings(endpoint, 'SOURCE', engine);
  return other.length > 0 ? other : databaseFindings(endpoint, databaseName);
}

function targetFindings(
  job: CheckedJob,
  { arn, databaseName }: Named<'target'>,
  endpoint: DescribedEndpoint | undefined,
  stagingBucket: string,
): readonly CheckFinding[] {
  if (endpoint === undefined) return [missing(arn)];
  const other = kindFindings(endpoint, 'TARGET', job.targetEngine);
  if (other.length > 0) return other;
  if (job.targetEngine !== 's3')
    return [...databaseFindings(endpoint, databaseName), ...loadFindings(endpoint)];
  return differentFileSettings(job, endpoint.s3 ?? {}, stagingBucket).map(({ name, has, needs }) =>
    finding(existingFileSettings, `${name} of ${endpoint.identifier} is ${textOf(has)}`, {
      fix: awsFix(
        needs === undefined
          ? `an endpoint without S3Settings.${name}, or a job whose format has timestamp-column: ${textOf(has)}`
          : `S3Settings.${name}: ${textOf(needs)}`,
      ),
    }),
  );
}

function missing(arn: string): CheckFinding {
  return finding(existingEndpoint, `DMS knows no endpoint ${arn} in this account and region`, {
    fix: configFix('endpoint: <ARN that aws dms describe-endpoints shows>'),
  });
}

/** Problems that make all others meaningless. */
function kindFindings(
  { identifier, type, engine, status }: DescribedEndpoint,
  wantedType: 'SOURCE' | 'TARGET',
  wantedEngine: SourceEngine | 's3',
): readonly CheckFinding[] {
  const otherEndpoint = configFix('endpoint: <ARN of another endpoint>');
  if (type.toUpperCase() !== wantedType)
    return [
      finding(existingEndpoint, `EndpointType of ${identifier} is ${type}, and not ${wantedType}`, {
        fix: otherEndpoint,
      }),
    ];
  if (!engineNames[wantedEngine].includes(engine))
    return [
      finding(
        existingEndpoint,
        `EngineName of ${identifier} is ${engine}, and not ${engineNames[wantedEngine].join(' or ')}`,
        { fix: otherEndpoint },
      ),
    ];
  // DMS documents no list of states of an endpoint; a deleted one is no longer usable.
  if (status === 'deleting')
    return [finding(existingEndpoint, `${identifier} is being deleted`, { fix: otherEndpoint })];
  return [];
}

function databaseFindings(
  { identifier, databaseName: has }: DescribedEndpoint,
  needs: string | undefined,
): readonly CheckFinding[] {
  if (needs === undefined || has === undefined || has === needs) return [];
  return [
    finding(
      existingDatabase,
      `DatabaseName of ${identifier} is ${has}, and "database" in the file is ${needs}`,
      {
        fix: configFix(`database: ${has}`),
      },
    ),
  ];
}

/** Settings of Lakeferry's own PostgreSQL targets (infra/constructs/platform/target-endpoint.ts). */
function loadFindings({ identifier, postgres = {} }: DescribedEndpoint): readonly CheckFinding[] {
  const script = String(postgres['AfterConnectScript'] ?? '');
  const scriptFix = "SET session_replication_role='replica'";
  return [
    ...(/session_replication_role/i.test(script)
      ? []
      : [otherSetting(identifier, postgres, 'AfterConnectScript', scriptFix)]),
    ...(postgres['MapBooleanAsBoolean'] === true
      ? []
      : [otherSetting(identifier, postgres, 'MapBooleanAsBoolean', true)]),
  ];
}

function otherSetting(identifier: string, has: JsonObject, name: string, needs: Json): CheckFinding {
  return finding(existingDatabase, `${name} of ${identifier} is ${textOf(has[name])}`, {
    fix: awsFix(`PostgreSQLSettings.${name}: ${textOf(needs)}`),
  });
}

function textOf(value: Json | undefined): string {
  return value === undefined || value === ''
    ? 'not set'
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
}
