import type { ExistingResources } from '../../aws/existing/existing-resources';
import { sharedFindings } from '../../core/checks/existing/bucket-findings';
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
import type { EnvironmentPlan } from '../../core/planning/plan';

/** Maximum number of endpoints per request. */
const perRequest = 100;

interface Place {
  readonly environment: EnvironmentPlan;
  readonly stagingBucket: string;
}

interface Skipped {
  readonly check: string;
  readonly because: string;
}

/** Findings of one kind of existing resource, or the reason why it could not be read. */
type Answer<T> = { readonly found: T } | { readonly skipped: Skipped };

/** Adds what is wrong with existing resources of jobs to their reports. */
export async function withExisting(
  existing: ExistingResources,
  place: Place,
  jobs: readonly JobPlan[],
  reports: readonly CheckReport[],
): Promise<readonly CheckReport[]> {
  const checks = environmentChecks(place.environment);
  const arns = [...new Set(jobs.flatMap(endpointArns))];
  if (arns.length === 0 && checks.length === 0) return reports;
  const [ofInstance, ofShared, described] = await Promise.all([
    answer(existingInstance.id, () => instanceProblems(existing, place.environment)),
    answer(existingBucket.id, () => sharedProblems(existing, place.environment)),
    answer(existingEndpoint.id, () => describeAll(existing, arns)),
  ]);
  const answers = [ofInstance, ofShared, described];
  const skipped = answers.flatMap((one) => ('skipped' in one ? [one.skipped] : []));
  return reports.map((report) => {
    const job = jobs.find(({ identity }) => identity.key === report.job);
    if (job === undefined) return report;
    const findings = [
      ...('found' in ofInstance ? ofInstance.found : []),
      ...('found' in ofShared ? ofShared.found : []),
      ...('found' in described ? endpointFindings(job, described.found, place.stagingBucket) : []),
    ];
    const applied = [
      ...('found' in ofInstance && 'found' in ofShared ? checks : []),
      ...('found' in described ? endpointChecks(job) : []),
    ];
    const passed = applied.filter((id) => findings.every(({ check }) => check !== id));
    return {
      ...report,
      findings: [...findings, ...report.findings],
      passed: [...passed, ...report.passed],
      skipped: [...skipped, ...report.skipped],
    };
  });
}

async function answer<T>(check: string, read: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { found: await read() };
  } catch (error) {
    return { skipped: { check, because: error instanceof Error ? error.message : String(error) } };
  }
}

async function instanceProblems(
  existing: ExistingResources,
  environment: EnvironmentPlan,
): Promise<readonly CheckFinding[]> {
  const { replicationInstance: instance } = environment;
  return 'arn' in instance ? instanceFindings(environment, await existing.instance(instance.arn)) : [];
}

async function sharedProblems(
  existing: ExistingResources,
  environment: EnvironmentPlan,
): Promise<readonly CheckFinding[]> {
  const { stagingBucket, lakeBucket, alertsTopicArn } = environment.existing ?? {};
  const [staging, lake, topic] = await Promise.all([
    stagingBucket && existing.bucket(stagingBucket.name),
    lakeBucket && existing.bucket(lakeBucket.name),
    alertsTopicArn === undefined ? undefined : existing.topic(alertsTopicArn),
  ]);
  return sharedFindings(environment, { staging, lake, topic });
}

async function describeAll(
  existing: ExistingResources,
  arns: readonly string[],
): Promise<readonly DescribedEndpoint[]> {
  const pages = Array.from({ length: Math.ceil(arns.length / perRequest) }, (_, page) =>
    existing.endpoints(arns.slice(page * perRequest, (page + 1) * perRequest)),
  );
  return (await Promise.all(pages)).flat();
}

function endpointArns({ namedEndpoints: { source, target } = {} }: JobPlan): readonly string[] {
  return [source?.arn, target?.arn].filter((arn) => arn !== undefined);
}

/** Ids of the checks that concern an environment. */
function environmentChecks({ replicationInstance, existing = {} }: EnvironmentPlan): readonly string[] {
  const hasBucket = existing.stagingBucket !== undefined || existing.lakeBucket !== undefined;
  return [
    ...('arn' in replicationInstance ? [existingInstance.id] : []),
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
