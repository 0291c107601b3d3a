import type { JobPlan } from '../../../planning/job-plan';
import type { DepartmentPlan, EnvironmentPlan } from '../../../planning/plan';
import type { CheckedJob } from '../endpoint-findings';
import type { ExistingNeeds } from './needs';

/** Needs of the platform: what the file of the environment names, besides its endpoints. */
export function platformNeeds(environment: EnvironmentPlan): ExistingNeeds {
  const { replicationInstance: instance, existing = {} } = environment;
  const { stagingBucket, lakeBucket, alertsTopicArn } = existing;
  return {
    ...placeOf(environment),
    instances: 'arn' in instance ? [{ arn: instance.arn, identifier: instance.identifier }] : [],
    existing: {
      ...(stagingBucket === undefined ? {} : { stagingBucket }),
      ...(lakeBucket === undefined ? {} : { lakeBucket }),
      ...(alertsTopicArn === undefined ? {} : { alertsTopicArn }),
    },
    jobs: [],
  };
}

/** Needs of a department: instances and endpoints of its jobs. */
export function departmentNeeds(
  environment: EnvironmentPlan,
  { jobs }: Pick<DepartmentPlan, 'jobs'>,
): ExistingNeeds {
  const instances = jobs.flatMap(({ replicationInstance: named }) =>
    named === undefined ? [] : [{ arn: named.arn, identifier: named.identifier }],
  );
  return {
    ...placeOf(environment),
    instances: once(instances),
    existing: {},
    jobs: once(jobs.flatMap(jobNeeds)),
  };
}

function placeOf({ region, network }: EnvironmentPlan): Pick<ExistingNeeds, 'region' | 'vpcId'> {
  return { region, ...(network.kind === 'existing' ? { vpcId: network.vpcId } : {}) };
}

/** Only a named target depends on the other settings of the job. */
function jobNeeds({
  namedEndpoints,
  mode,
  targetEngine,
  targetSettings,
  stagingFolder,
}: JobPlan): readonly CheckedJob[] {
  if (namedEndpoints === undefined) return [];
  if (namedEndpoints.target === undefined)
    return [{ namedEndpoints, targetEngine, mode: 'full-load', targetSettings: {}, stagingFolder: '' }];
  return [{ namedEndpoints, mode, targetEngine, targetSettings, stagingFolder }];
}

function once<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
