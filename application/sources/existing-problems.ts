import type { ExistingResources } from '../../aws/existing/existing-resources';
import {
  lakeParts,
  sharedFindings,
  stagingParts,
  unreadParts,
} from '../../core/checks/existing/bucket-findings';
import {
  existingBucket,
  existingEndpoint,
  existingInstance,
  existingKey,
  existingTopic,
} from '../../core/checks/existing/definitions';
import { instanceFindings } from '../../core/checks/existing/instance-findings';
import { keyFindings } from '../../core/checks/existing/key-findings';
import type { ExistingNeeds } from '../../core/checks/existing/needs/needs';
import { endpointFindings } from '../../core/checks/existing/endpoint-findings';
import type { CheckFinding, CheckReport } from '../../core/checks/report/check-report';
import type { ExistingInstancePlan } from '../../core/planning/existing/instance-plan';
import { namedEndpointArns } from '../../core/planning/existing/named-resources';

/** Problems of existing resources, and checks that could not be made, with the reason. */
export interface Problems {
  readonly findings: readonly CheckFinding[];
  readonly skipped: CheckReport['skipped'];
}

/** Answer of AWS, or the reason why there is none. */
export type Answer<T> = { readonly found: T } | { readonly because: string };

/** Problems of everything that a stack needs. */
export async function problemsOfNeeds(
  existing: ExistingResources,
  needs: ExistingNeeds,
  stagingBucket: string,
): Promise<Problems> {
  const all = await Promise.all([
    ...needs.instances.map((named) => instanceProblems(existing, needs.vpcId, named)),
    sharedProblems(existing, needs),
    problemsOf(existingEndpoint.id, () => endpointProblems(existing, needs, stagingBucket)),
  ]);
  return joined(all.flat());
}

export function joined(problems: readonly Problems[]): Problems {
  return {
    findings: problems.flatMap(({ findings }) => findings),
    skipped: problems.flatMap(({ skipped }) => skipped),
  };
}

async function endpointProblems(
  existing: ExistingResources,
  { jobs }: ExistingNeeds,
  stagingBucket: string,
): Promise<Checked> {
  const arns = new Set(jobs.flatMap(namedEndpointArns));
  const described = await existing.endpoints([...arns]);
  const findings = jobs.flatMap((job) => endpointFindings(job, described, stagingBucket));
  // Several jobs have the same source.
  return { findings: [...new Map(findings.map((one) => [JSON.stringify(one), one])).values()] };
}

/** Problems of an instance. `vpcId`: existing VPC of Lakeferry's functions. */
export function instanceProblems(
  existing: ExistingResources,
  vpcId: string | undefined,
  named: ExistingInstancePlan,
): Promise<Problems> {
  return problemsOf(existingInstance.id, async () => ({
    findings: instanceFindings(named, vpcId, await existing.instance(named.arn)),
  }));
}

/** Problems of buckets, their keys and the topic. */
export function sharedProblems(
  existing: ExistingResources,
  needs: ExistingNeeds,
): Promise<readonly Problems[]> {
  const { stagingBucket, lakeBucket } = needs.existing;
  const keys = [stagingBucket?.kmsKeyArn, lakeBucket?.kmsKeyArn].filter((arn) => arn !== undefined);
  return Promise.all([
    ...[...new Set(keys)].map((arn) =>
      problemsOf(existingKey.id, async () => ({ findings: keyFindings(arn, await existing.key(arn)) })),
    ),
    problemsOf(existingBucket.id, () => bucketProblems(existing, needs)),
    problemsOf(existingTopic.id, () => topicProblems(existing, needs)),
  ]);
}

export async function answer<T>(read: () => Promise<T>): Promise<Answer<T>> {
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

/** Problems that `read` finds. An error of AWS is a check that was not made. */
export async function problemsOf(check: string, read: () => Promise<Checked>): Promise<Problems> {
  const answered = await answer(read);
  const { findings, unread = [] } =
    'found' in answered ? answered.found : { findings: [], unread: [answered.because] };
  return { findings, skipped: unread.map((because) => ({ check, because })) };
}

async function bucketProblems(
  existing: ExistingResources,
  { existing: { alertsTopicArn: _, ...buckets }, region }: ExistingNeeds,
): Promise<Checked> {
  const [staging, lake] = await Promise.all([
    buckets.stagingBucket && existing.bucket(buckets.stagingBucket.name, stagingParts),
    buckets.lakeBucket && existing.bucket(buckets.lakeBucket.name, lakeParts),
  ]);
  const findings = sharedFindings({ existing: buckets, region }, { staging, lake });
  return { findings, unread: unreadParts({ staging, lake }) };
}

async function topicProblems(
  existing: ExistingResources,
  { existing: { alertsTopicArn }, region }: ExistingNeeds,
): Promise<Checked> {
  if (alertsTopicArn === undefined) return { findings: [] };
  const topic = await existing.topic(alertsTopicArn);
  return { findings: sharedFindings({ existing: { alertsTopicArn }, region }, { topic }) };
}
