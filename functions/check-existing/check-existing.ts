import { joined, type Problems, problemsOfNeeds } from '../../application/sources/existing-problems';
import { testedRouteProblems } from '../../application/sources/route-problems';
import type { AnswerCustomResource } from '../../aws/cloudformation/custom-resource';
import type { Stacks } from '../../aws/cloudformation/stacks';
import type { ExistingResources } from '../../aws/existing/existing-resources';
import { CheckEvent, checkAnswered, mayRefuse, routesOf } from '../../core/checks/existing/needs/check-event';
import { deploymentRefusal } from '../../core/checks/existing/needs/deployment-refusal';
import { parseNeeds } from '../../core/checks/existing/needs/needs';
import type { Log } from '../../core/monitoring/log';

export interface CheckExistingPorts {
  readonly existing: ExistingResources;
  readonly stacks: Stacks;
  readonly answer: AnswerCustomResource;
  readonly environment: string;
  readonly log: Log;
  /** Waits for that long. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

type CheckedEvent = Exclude<CheckEvent, { RequestType: 'Delete' }>;

/**
 * Takes a request of CloudFormation: checks the resources that others own, and refuses the deployment of a stack that could not work
 * with them. Safe to repeat, because it changes nothing. Only a resource that does not fit refuses a deployment: not one that cannot
 * be read, and never a deletion or a rollback.
 */
export async function checkExisting(
  ports: CheckExistingPorts,
  given: unknown,
): Promise<{ readonly refused: boolean }> {
  const event = CheckEvent.parse(given);
  const reason = event.RequestType === 'Delete' ? undefined : await refusal(ports, event);
  await ports.answer(event.ResponseURL, {
    status: reason === undefined ? 'SUCCESS' : 'FAILED',
    reason,
    ...checkAnswered(event),
  });
  return { refused: reason !== undefined };
}

async function refusal(ports: CheckExistingPorts, event: CheckedEvent): Promise<string | undefined> {
  const { stacks, log, environment } = ports;
  const { StackId: stackId } = event;
  try {
    const status = await stacks.statusOf(stackId);
    if (!mayRefuse(status)) {
      log.info('existing resources are not checked', { stack: stackId, status });
      return undefined;
    }
    const routes = routesOf(event.ResourceProperties);
    const problems = await settledProblems(ports, event);
    const ofRoute = await testedRouteProblems(ports.existing, routes, ports.pause);
    const { findings, skipped } = joined([problems, ...routes.map(ofRoute)]);
    for (const finding of findings) log.info('an existing resource does not fit', { finding });
    for (const { check, because } of skipped)
      log.error('an existing resource was not checked', { check, because });
    return deploymentRefusal(findings, { environment, stackId });
  } catch (error) {
    // A defect of this check is not a reason to refuse a deployment.
    log.error('existing resources were not checked', { stack: stackId, problem: String(error) });
    return undefined;
  }
}

/** IAM needs some seconds until a new role has its permissions, and a throttled request is repeated. */
const pauses = [10_000, 20_000];

async function settledProblems(ports: CheckExistingPorts, event: CheckedEvent): Promise<Problems> {
  const { Needs, StagingBucket } = event.ResourceProperties;
  const needs = parseNeeds(Needs);
  const read = () => problemsOfNeeds(ports.existing, needs, StagingBucket);
  let problems = await read();
  for (const milliseconds of pauses) {
    if (problems.skipped.length === 0) break;
    await ports.pause(milliseconds);
    problems = await read();
  }
  return problems;
}
