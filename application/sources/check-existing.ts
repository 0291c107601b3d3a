import type { ExistingResources } from '../../aws/existing/existing-resources';
import { sharedFindings, unreadParts } from '../../core/checks/existing/bucket-findings';
import {
  existingBucket,
  existingDatabase,
  existingEndpoint,
  existingFileSettings,
  existingInstance,
  existingTopic,
} from '../../core/checks/existing/definitions';
import type { DescribedEndpoint } from '../../core/checks/existing/described';
import { endpointFindings } from '../../core/checks/existing/endpoint-findings';
import { instanceFindings } from '../../core/checks/existing/instance-findings';
import type { CheckFinding, CheckReport } from '../../core/checks/report/check-report';
import type { JobPlan } from '../../core/planning/job-plan';
import type { EnvironmentPlan, ExistingInstancePlan } from '../../core/planning/plan';

interface Place {
  readonly environment: EnvironmentPlan;
  readonly stagingBucket: string;
}

/** Problems of existing resources, and checks that could not be made, with the reason. */
interface Problems {
  readonly findings: readonly CheckFinding[];
  readonly skipped: CheckReport['skipped'];
}

/** Answer of AWS, or the reason why there is none. */
type Answer<T> = { readonly found: T } | { readonly because: string };

/** Adds what is wrong with existing resources of jobs to their reports. */
export async function withExisting(
  existing: ExistingResources,
  place: Place,
  jobs: readonly JobPlan[],
  reports: readonly CheckReport[],
): Promise<readonly CheckReport[]> {
  const { environment, stagingBucket } = place;
  const checks = environmentChecks(environment);
  const arns = [...new Set(jobs.flatMap(endpointArns))];
  const named = new Map(
    jobs.flatMap((job) => instanceOf(environment, job) ?? []).map((instance) => [instance.arn, instance]),
  );
  if (arns.length + named.size + checks.length === 0) return reports;
  const [endpoints, instances, ...shared] = await Promise.all([
    answer(() => existing.endpoints(arns)),
    instanceProblems(existing, environment, [...named.values()]),
    problemsOf(existingBucket.id, () => bucketProblems(existing, environment)),
    problemsOf(existingTopic.id, () => topicProblems(existing, environment)),
  ]);
  return reports.map((report) => {
    const job = jobs.find(({ identity }) => identity.key === report.job);
    if (job === undefined) return report;
    const instance = instanceOf(environment, job);
    const all = [
      ...(instance === undefined ? [] : (instances.get(instance.arn) ?? [])),
      ...shared,
      endpointProblems(job, endpoints, stagingBucket),
    ];
    const findings = all.flatMap((one) => one.findings);
    const skipped = all.flatMap((one) => one.skipped);
    const notPassed = new Set([...findings, ...skipped].map(({ check }) => check));
    const ofInstance = instance === undefined ? [] : [existingInstance.id];
    const passed = [...ofInstance, ...checks, ...endpointChecks(job)].filter((id) => !notPassed.has(id));
    return {
      ...report,
      findings: [...findings, ...report.findings],
      passed: [...passed, ...report.passed],
      skipped: [...skipped, ...report.skipped],
    };
  });
}

async function answer<T>(read: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { found: await read() };
  } catch (error) {
    return { because: error instanceof Error ? error.message : String(error) };
  }
}

interface Checked {
  readonly findings: readonly CheckFinding[];
  /** Reasons why parts could not be read. */
  readonly unread?: readonly string[];
}

async function problemsOf(check: string, read: () => Promise<Checked>): Promise<Problems> {
  const answered = await answer(read);
  const { findings, unread = [] } =
    'found' in answered ? answered.found : { findings: [], unread: [answered.because] };
  return { findings, skipped: unread.map((because) => ({ check, because })) };
}

/** Problems of instances by their ARN. */
async function instanceProblems(
  existing: ExistingResources,
  { network }: EnvironmentPlan,
  instances: readonly ExistingInstancePlan[],
): Promise<ReadonlyMap<string, readonly Problems[]>> {
  const problems = await Promise.all(
    instances.map((replicationInstance) =>
      problemsOf(existingInstance.id, async () => ({
        findings: instanceFindings(
          { replicationInstance, network },
          await existing.instance(replicationInstance.arn),
        ),
      })),
    ),
  );
  return new Map(instances.map(({ arn }, index) => [arn, problems.slice(index, index + 1)]));
}

/** Existing instance of a job. Undefined: it runs on that of Lakeferry. */
function instanceOf(
  { replicationInstance: ofEnvironment }: EnvironmentPlan,
  { replicationInstance: ofJob }: JobPlan,
): ExistingInstancePlan | undefined {
  const instance = ofJob ?? ofEnvironment;
  return 'arn' in instance ? instance : undefined;
}

async function bucketProblems(
  existing: ExistingResources,
  { existing: named = {}, region }: EnvironmentPlan,
): Promise<Checked> {
  const { alertsTopicArn: _, ...buckets } = named;
  const [staging, lake] = await Promise.all([
    buckets.stagingBucket && existing.bucket(buckets.stagingBucket.name),
    buckets.lakeBucket && existing.bucket(buckets.lakeBucket.name),
  ]);
  const findings = sharedFindings({ existing: buckets, region }, { staging, lake });
  return { findings, unread: unreadParts({ staging, lake }) };
}

async function topicProblems(
  existing: ExistingResources,
  { existing: { alertsTopicArn } = {}, region }: EnvironmentPlan,
): Promise<Checked> {
  if (alertsTopicArn === undefined) return { findings: [] };
  const topic = await existing.topic(alertsTopicArn);
  return { findings: sharedFindings({ existing: { alertsTopicArn }, region }, { topic }) };
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

function endpointArns({ namedEndpoints: { source, target } = {} }: JobPlan): readonly string[] {
  return [source?.arn, target?.arn].filter((arn) => arn !== undefined);
}

/** Ids of the checks that concern an environment. */
function environmentChecks({ existing = {} }: EnvironmentPlan): readonly string[] {
  const hasBucket = existing.stagingBucket !== undefined || existing.lakeBucket !== undefined;
  return [
    ...(hasBucket ? [existingBucket.id] : []),
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
