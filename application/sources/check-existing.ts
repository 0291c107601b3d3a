import type { ExistingResources } from '../../aws/existing/existing-resources';
import {
  existingBucket,
  existingDatabase,
  existingEndpoint,
  existingFileSettings,
  existingInstance,
  existingKey,
  existingRoute,
  existingTopic,
} from '../../core/checks/existing/definitions';
import type { DescribedEndpoint } from '../../core/checks/existing/described';
import { endpointFindings } from '../../core/checks/existing/endpoint-findings';
import { platformNeeds } from '../../core/checks/existing/needs/plan-needs';
import type { Route } from '../../core/checks/existing/route-findings';
import type { CheckReport } from '../../core/checks/report/check-report';
import { mapConcurrently } from '../../core/concurrency';
import type { JobPlan } from '../../core/planning/job-plan';
import type { TaskEndpoints } from '../../core/runs/task/task';
import type { ExistingInstancePlan } from '../../core/planning/existing/instance-plan';
import { namedEndpointArns } from '../../core/planning/existing/named-resources';
import type { EnvironmentPlan } from '../../core/planning/plan';
import {
  type Answer,
  answer,
  instanceProblems,
  joined,
  type Problems,
  sharedProblems,
} from './existing-problems';
import { knownRouteProblems } from './route-problems';

interface Place {
  readonly environment: EnvironmentPlan;
  readonly stagingBucket: string;
  /** Endpoints of a deployed job. Undefined: it is not deployed. */
  readonly endpointsOf: (job: string) => Promise<TaskEndpoints | undefined>;
}

/** Adds what is wrong with existing resources of jobs to their reports. */
export async function withExisting(
  existing: ExistingResources,
  place: Place,
  jobs: readonly JobPlan[],
  reports: readonly CheckReport[],
): Promise<readonly CheckReport[]> {
  const { environment, stagingBucket } = place;
  const checks = environmentChecks(environment);
  const arns = [...new Set(jobs.flatMap(namedEndpointArns))];
  const named = new Map(
    jobs.flatMap((job) => instanceOf(environment, job) ?? []).map((instance) => [instance.arn, instance]),
  );
  if (arns.length + named.size + checks.length === 0) return reports;
  const needs = platformNeeds(environment);
  const [endpoints, instances, shared, routes] = await Promise.all([
    answer(() => existing.endpoints(arns)),
    instancesProblems(existing, needs.vpcId, [...named.values()]),
    sharedProblems(existing, needs),
    jobRouteProblems(existing, place, jobs),
  ]);
  return reports.map((report) => {
    const job = jobs.find(({ identity }) => identity.key === report.job);
    if (job === undefined) return report;
    const instance = instanceOf(environment, job);
    const all = [
      ...[(instance && instances.get(instance.arn)) ?? []].flat(),
      ...shared,
      endpointProblems(job, endpoints, stagingBucket),
      ...(routes.get(job) ?? []),
    ];
    const { findings, skipped } = joined(all);
    const notPassed = new Set([...findings, ...skipped].map(({ check }) => check));
    const ofInstance = instance === undefined ? [] : [existingInstance.id];
    const ofRoutes = routes.has(job) ? [existingRoute.id] : [];
    const passed = [...ofInstance, ...checks, ...endpointChecks(job), ...ofRoutes].filter(
      (id) => !notPassed.has(id),
    );
    return {
      ...report,
      findings: [...findings, ...report.findings],
      passed: [...passed, ...report.passed],
      skipped: [...skipped, ...report.skipped],
    };
  });
}

/** Problems of instances by their ARN. */
async function instancesProblems(
  existing: ExistingResources,
  vpcId: string | undefined,
  instances: readonly ExistingInstancePlan[],
): Promise<ReadonlyMap<string, Problems>> {
  return new Map(
    await Promise.all(
      instances.map(async (named) => [named.arn, await instanceProblems(existing, vpcId, named)] as const),
    ),
  );
}

/** Problems of the routes of each job with an existing instance or an existing endpoint. */
async function jobRouteProblems(
  existing: ExistingResources,
  { environment, endpointsOf }: Place,
  jobs: readonly JobPlan[],
): Promise<ReadonlyMap<JobPlan, readonly Problems[]>> {
  const using = jobs.filter(
    (job) => instanceOf(environment, job) !== undefined || namedEndpointArns(job).length > 0,
  );
  const deployed = await mapConcurrently(atOnce, using, async (job) => {
    const endpoints = await answer(() => endpointsOf(job.identity.key));
    if ('because' in endpoints) return { job, because: endpoints.because };
    if (endpoints.found === undefined) return { job, because: 'the job is not deployed' };
    return { job, routes: routesOf(environment, job, endpoints.found) };
  });
  const ofRoute = await knownRouteProblems(
    existing,
    deployed.flatMap(({ routes = [] }) => routes),
  );
  return new Map(
    deployed.map(({ job, routes = [], because }) => {
      const skipped = because === undefined ? [] : [{ check: existingRoute.id, because }];
      return [job, [{ findings: [], skipped }, ...routes.map(ofRoute)]];
    }),
  );
}

const atOnce = 10;

function routesOf(
  environment: EnvironmentPlan,
  job: JobPlan,
  { replicationInstanceArn: instanceArn, sourceEndpointArn, targetEndpointArn }: TaskEndpoints,
): readonly Route[] {
  const isNamed = instanceOf(environment, job) !== undefined;
  const named = namedEndpointArns(job);
  return [sourceEndpointArn, targetEndpointArn]
    .filter((arn) => isNamed || named.includes(arn))
    .map((endpointArn) => ({ instanceArn, endpointArn }));
}

/** Existing instance of a job. Undefined: it runs on that of Lakeferry. */
function instanceOf(
  { replicationInstance: ofEnvironment }: EnvironmentPlan,
  { replicationInstance: ofJob }: JobPlan,
): ExistingInstancePlan | undefined {
  const instance = ofJob ?? ofEnvironment;
  return 'arn' in instance ? instance : undefined;
}

function endpointProblems(
  job: JobPlan,
  endpoints: Answer<readonly DescribedEndpoint[]>,
  stagingBucket: string,
): Problems {
  if ('found' in endpoints)
    return { findings: endpointFindings(job, endpoints.found, stagingBucket), skipped: [] };
  const { because } = endpoints;
  return { findings: [], skipped: endpointChecks(job).map((check) => ({ check, because })) };
}

/** Ids of the checks that concern an environment. */
function environmentChecks({ existing = {} }: EnvironmentPlan): readonly string[] {
  const keys = [existing.stagingBucket?.kmsKeyArn, existing.lakeBucket?.kmsKeyArn].flatMap(
    (arn) => arn ?? [],
  );
  const hasBucket = existing.stagingBucket !== undefined || existing.lakeBucket !== undefined;
  return [
    ...(hasBucket ? [existingBucket.id] : []),
    ...(keys.length > 0 ? [existingKey.id] : []),
    ...(existing.alertsTopicArn === undefined ? [] : [existingTopic.id]),
  ];
}

/** Ids of the checks that concern the endpoints of a job. */
function endpointChecks({ namedEndpoints, targetEngine }: JobPlan): readonly string[] {
  const { source, target } = namedEndpoints ?? {};
  const isFile = target !== undefined && targetEngine === 's3';
  const isDatabase = source !== undefined || (target !== undefined && !isFile);
  return [
    ...(source === undefined && target === undefined ? [] : [existingEndpoint.id]),
    ...(isFile ? [existingFileSettings.id] : []),
    ...(isDatabase ? [existingDatabase.id] : []),
  ];
}
