import { mapConcurrently } from '../../../core/concurrency';
import { stackNameOf } from '../../../core/model/custom-resource-request';
import { pageUrl } from '../../../core/pages/hrefs';
import { hrefOf } from '../../../core/pages/routes';
import {
  decideHold,
  type HoldFacts,
  isTerminal,
  waitsForLoads,
} from '../../../core/runs/admission/decide-hold';
import type { Hold, PursuedHold, RequestedHold } from '../../../core/runs/admission/hold';
import type { HoldAnswer, HoldRequest } from '../../../core/runs/admission/hold-request';
import type { Attempts } from '../attempts';
import type { PollPorts } from '../poll-ports';
import type { IsLate } from '../poll-time';
import type { PolledItems } from '../read-items';

const atOnce = 10;

/**
 * Takes one step for the hold of each deployment: finds what it holds, answers CloudFormation, or ends it. Returns the holds that are
 * left, for the supervision of CDC jobs; undefined when they cannot be read. Safe to repeat. A hold that fails stops no other.
 */
export async function pursueHolds(
  ports: PollPorts,
  attempts: Attempts,
  {
    items,
    isLate,
  }: {
    readonly items: Pick<PolledItems, 'replications' | 'knowsReplications'>;
    readonly isLate: IsLate;
  },
  now: Date,
): Promise<readonly PursuedHold[] | undefined> {
  const holds = await attempts.take(() => ports.history.holds(), undefined);
  if (holds === undefined) return undefined;
  const replications = items.knowsReplications ? items.replications : undefined;
  const left = await mapConcurrently(atOnce, holds, async (hold) =>
    isLate()
      ? unpursued(hold)
      : await attempts.take<PursuedHold | undefined>(
          () => pursue(ports, attempts, hold, replications, now),
          unpursued(hold),
        ),
  );
  return left.flatMap((hold) => hold ?? []);
}

/** Hold of which nobody has found out for what it waits. */
export function unpursued(hold: Hold): PursuedHold {
  return { ...hold, waitsForLoads: hold.request !== undefined && hold.request.answer === undefined };
}

/** Returns the hold as it is after the step. Undefined: it has ended. */
async function pursue(
  ports: PollPorts,
  attempts: Attempts,
  read: Hold,
  replications: HoldFacts['replications'],
  now: Date,
): Promise<PursuedHold | undefined> {
  const { history } = ports;
  const hold = isRequested(read) ? await findHeld(ports, attempts, read) : read;
  // In this order: a decision about admissions that was read before the hold becomes void by the answer.
  const admissions = await attempts.take(() => history.admissions(), undefined);
  const given = admissions?.given ?? [];
  const facts = { ...(await factsOf(ports, attempts, hold, now)), admitted: given, replications };
  const step = decideHold(hold, facts, now);
  switch (step.do) {
    case 'wait':
      return { ...hold, waitsForLoads: waitsForLoads(hold, facts, now) };
    case 'send':
      return isRequested(hold) ? await send(ports, hold, now) : hold;
    case 'answer': {
      if (!isRequested(hold)) return hold;
      const isSuccess = step.answer.status === 'SUCCESS';
      if (isSuccess && (admissions === undefined || !(await history.admitRuns(admissions, given))))
        return hold;
      if (!(await history.recordHoldAnswer(hold, step.answer))) return hold;
      return await send(ports, answered(hold, step.answer), now);
    }
    case 'release':
      if (isRequested(hold)) {
        const because =
          step.because ?? (hold.request.answer?.status === 'FAILED' ? hold.request.answer.reason : undefined);
        if (because !== undefined) await notify(ports, hold, because, now);
      }
      // It says what a rollback is, however late that comes. It holds nothing any more.
      if (facts.stack !== undefined && !isTerminal(facts.stack)) return undefined;
      await history.endHold(hold);
      ports.log.info('a hold has ended', { hold: hold.name, because: step.because });
      return undefined;
  }
}

function isRequested(hold: Hold): hold is RequestedHold {
  return hold.request !== undefined;
}

function answered(hold: RequestedHold, answer: HoldAnswer): RequestedHold {
  return { ...hold, request: { ...hold.request, answer } };
}

/** Finds the ARNs of what changes. An endpoint that does not exist is held by nobody. */
async function findHeld(ports: PollPorts, attempts: Attempts, hold: RequestedHold): Promise<RequestedHold> {
  if (hold.resources !== undefined) return hold;
  const { endpoints, instances } = hold.request;
  const resources = await attempts.take(
    async () => [
      ...(await ports.usage.endpointArns(endpoints)),
      ...(await ports.usage.instances(instances)).map(({ arn }) => arn),
    ],
    undefined,
  );
  if (resources === undefined) return hold;
  await ports.history.recordHeld(hold, resources);
  return { ...hold, resources };
}

async function factsOf(
  ports: PollPorts,
  attempts: Attempts,
  { request, resources = [] }: Hold,
  now: Date,
): Promise<Pick<HoldFacts, 'stack' | 'tasks' | 'inFlightRuns' | 'engineVersions'>> {
  const nothing = { stack: undefined, tasks: undefined, inFlightRuns: undefined, engineVersions: undefined };
  if (request === undefined) return nothing;
  const stack = await attempts.take(() => ports.stacks.statusOf(request.stackId), undefined);
  const isAnswered = request.answer !== undefined || resources.length === 0;
  if (isAnswered) return { ...nothing, stack, tasks: [], inFlightRuns: [] };
  // Runs first: one that ends in between has stopped its task before.
  const inFlightRuns = await readRuns(ports, attempts);
  const tasks = await attempts.take(() => ports.usage.tasksUsing(resources), undefined);
  ports.log.info('a deployment waits', { stack: stackNameOf(request.stackId), since: request.at, now });
  const engineVersions = await readVersions(ports, attempts, request);
  return { stack, tasks, inFlightRuns, engineVersions };
}

/** Undefined when none is compared, or DMS does not answer. DMS itself rejects an earlier version, later. */
async function readVersions(
  { usage }: PollPorts,
  attempts: Attempts,
  { engineVersions }: HoldRequest,
): Promise<HoldFacts['engineVersions']> {
  if (engineVersions === undefined) return undefined;
  const found = await attempts.take(() => usage.instances(Object.keys(engineVersions)), undefined);
  return found && new Map(found.map(({ identifier, engineVersion }) => [identifier, engineVersion]));
}

/** Undefined when one of them cannot be read: it may use what changes. */
async function readRuns({ history }: PollPorts, attempts: Attempts): Promise<HoldFacts['inFlightRuns']> {
  let isComplete = true;
  const runs = await attempts.take(
    () =>
      history.inFlightRuns((key, problem) => {
        isComplete = false;
        attempts.noteUnreadable(key, problem);
      }),
    undefined,
  );
  return isComplete ? runs : undefined;
}

/** Sends the stored answer. A poll that is killed in between sends it again, and CloudFormation takes the first. */
async function send(ports: PollPorts, hold: RequestedHold, now: Date): Promise<RequestedHold> {
  const { answer, stackId, requestId, logicalId, physicalId, responseUrl } = hold.request;
  if (answer === undefined) return hold;
  const { status, reason } = answer;
  await ports.answer(responseUrl, { status, reason, stackId, requestId, logicalId, physicalId });
  await ports.history.recordHoldStep(hold, 'sentAt', now.toISOString());
  ports.log.info('a deployment was answered', { stack: stackNameOf(stackId), status, reason });
  if (status === 'FAILED' && reason !== undefined) await notify(ports, hold, reason, now);
  return hold;
}

/** Notifies operators once of what went wrong with a deployment. */
async function notify(ports: PollPorts, hold: RequestedHold, detail: string, now: Date): Promise<void> {
  const { stackId, requestId, notifiedAt } = hold.request;
  if (notifiedAt !== undefined) return;
  const job = stackNameOf(stackId);
  const id = `hold#${requestId}`;
  const { environment, consoleUrl } = ports;
  const [kind, state] = ['deployment', 'raised'] as const;
  const page = consoleUrl === undefined ? {} : { page: pageUrl(consoleUrl, hrefOf('plan', {})) };
  await ports.alerts.notify({ environment, job, kind, state, detail, at: now.toISOString(), id, ...page });
  await ports.history.recordHoldStep(hold, 'notifiedAt', now.toISOString());
}
