import { cutText } from '../../cut-text';
import { stackNameOf } from '../../model/custom-resource-request';
import { refusalWords } from '../../model/deployment-refusals';
import { isNewerVersion } from '../../model/engine-versions';
import { arnsOf } from '../task/task';
import type { Hold } from './hold';
import type { HoldAnswer } from './hold-request';
import { type HoldUser, type UseFacts, usersOf } from './hold-users';

/** Knowledge of a poll about a hold. Undefined: not known in this poll. */
export interface HoldFacts extends UseFacts {
  /** Status of the stack; `gone` when it does not exist any more. */
  readonly stack: string | undefined;
  /** Engine versions that instances have, by identifier, which DMS may have raised. */
  readonly engineVersions: ReadonlyMap<string, string> | undefined;
}

export type HoldStep =
  | { readonly do: 'wait' }
  /** Store the answer, then send it. */
  | { readonly do: 'answer'; readonly answer: HoldAnswer }
  /** Send the stored answer. */
  | { readonly do: 'send' }
  /** `because`: reason for operators, when the deployment may not be over. */
  | { readonly do: 'release'; readonly because?: string };

const wait: HoldStep = { do: 'wait' };

/** Timeout of a poll: afterwards no poll that began before the hold can still start a task. */
const pollTimeoutMs = 120_000;
/** Time after which DescribeStacks does not show the state of before the deployment any more. */
const believedAfterMs = 60_000;
/** In an answer, which has at most 4,096 bytes. */
const longestReason = 1500;
const mostNames = 20;

/** Decides about a hold. Pure, so that two polls at once decide the same. */
export function decideHold(hold: Hold, facts: HoldFacts, now: Date): HoldStep {
  const { request, resources, until } = hold;
  const age = request === undefined ? 0 : now.getTime() - Date.parse(request.at);
  const isOver = facts.stack !== undefined && isTerminal(facts.stack) && age >= believedAfterMs;
  if (isOver) return { do: 'release' };
  if (until <= now.toISOString())
    return request === undefined ? { do: 'release' } : { do: 'release', because: lateText(hold) };
  if (request === undefined) return wait;
  if (request.answer !== undefined) return request.sentAt === undefined ? { do: 'send' } : wait;
  const isLast = request.answerBy <= now.toISOString();
  const downgrade = downgradeText(request.engineVersions ?? {}, facts.engineVersions);
  if (downgrade !== undefined) return refusal(downgrade, now);
  const users = resources === undefined ? undefined : usersOf(resources, facts, now);
  if (users === undefined) return isLast ? refusal(refusalWords['use-unknown'], now) : wait;
  if (users.length === 0)
    return age >= pollTimeoutMs || !mayBeStarted(resources ?? [], facts) ? success(now) : wait;
  return isLast ? refusal(refusalText(request.endpoints.concat(request.instances), users), now) : wait;
}

/**
 * Returns true when CloudFormation changes nothing any more, whatever the outcome. During the cleanup it only deletes what the
 * template no longer has.
 */
export function isTerminal(status: string): boolean {
  return !status.endsWith('_IN_PROGRESS') || status.endsWith('_CLEANUP_IN_PROGRESS');
}

/**
 * Returns true while the deployment waits for something that is never stopped: a run, a load, or a task that no CDC job has. Until it
 * has ended, CDC tasks need not stop either.
 */
export function waitsForLoads({ request, resources }: Hold, facts: HoldFacts, now: Date): boolean {
  if (request === undefined || request.answer !== undefined || resources === undefined) return false;
  const users = usersOf(resources, facts, now);
  return users === undefined || users.some(({ isStopped }) => !isStopped);
}

/** A task that is down may be resumed by a poll that began before the hold. While the CDC jobs are not known, any may. */
function mayBeStarted(resources: readonly string[], { replications }: HoldFacts): boolean {
  if (resources.length === 0) return false;
  return (
    replications?.some(({ endpoints }) => arnsOf(endpoints).some((arn) => resources.includes(arn))) ?? true
  );
}

function success(now: Date): HoldStep {
  return { do: 'answer', answer: { status: 'SUCCESS', at: now.toISOString() } };
}

function refusal(reason: string, now: Date): HoldStep {
  return { do: 'answer', answer: refusedAnswer(reason, now) };
}

/** Answer that refuses a deployment. */
export function refusedAnswer(reason: string, now: Date): HoldAnswer {
  return { status: 'FAILED', reason: cutText(reason, longestReason), at: now.toISOString() };
}

/** DMS takes no instance to an earlier version, so the deployment is refused before anything is touched. */
function downgradeText(
  wanted: Readonly<Record<string, string>>,
  present: ReadonlyMap<string, string> | undefined,
): string | undefined {
  for (const [identifier, version] of Object.entries(wanted)) {
    const live = present?.get(identifier);
    if (live !== undefined && isNewerVersion(live, version))
      return `${identifier} has engine version ${live}, and ${refusalWords['engine-goes-back']} ${version}. Write engine-version: ${live}, or a newer one, in the file of the environment, and deploy again`;
  }
  return undefined;
}

/** CDC tasks run only because of the others, if there are some. */
function refusalText(changed: readonly string[], users: readonly HoldUser[]): string {
  const others = users.filter(({ isStopped }) => !isStopped);
  const reasons = (others.length > 0 ? others : users).map(({ text }) => text);
  const names = reasons.slice(0, mostNames).join('; ');
  const more = reasons.length > mostNames ? `; and ${reasons.length - mostNames} more` : '';
  return `${listed(changed)} ${refusalWords['resources-in-use']}: ${names}${more}. Deploy again when it has ended`;
}

function listed(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

function lateText({ reason, request, until }: Hold): string {
  const stack = request === undefined ? '' : stackNameOf(request.stackId);
  return `the ${reason} had not ended at ${until.slice(11, 16)} UTC, ${refusalWords['hold-too-short']}; if DMS refuses a change of ${stack}, deploy again`;
}
