import { checkBuckets } from '../../application/removal/check-buckets';
import { emptyBuckets } from '../../application/removal/empty-buckets';
import type { EmptyingPorts } from '../../application/removal/removal-ports';
import type { AnswerCustomResource } from '../../aws/cloudformation/custom-resource';
import type { Stacks } from '../../aws/cloudformation/stacks';
import type { ContinueFunction } from '../../aws/continue-function';
import { cutText } from '../../core/cut-text';
import { stackNameOf } from '../../core/model/custom-resource-request';
import { namedEnvironment, platformStackName } from '../../core/model/environment-names';
import type { Log } from '../../core/monitoring/log';
import { refusalOfRemoval } from '../../core/runs/removal/refusal-text';
import {
  begunRemoval,
  isOverdue,
  type OwnBuckets,
  RemovalCheck,
  RemovalEvent,
  removalAnswered,
} from '../../core/runs/removal/removal-event';

export interface RemovalFunctionPorts extends EmptyingPorts {
  readonly stacks: Stacks;
  readonly answer: AnswerCustomResource;
  /** Starts the next invocation of this function. */
  readonly continueWith: ContinueFunction;
  /** Returns a function that says if the time of this invocation is over. */
  readonly startClock: () => () => boolean;
  readonly log: Log;
}

type Outcome = 'untouched' | 'emptied' | 'refused' | 'continues';

/** Result of a check by a person. `unfinished`: nothing waits among the files that there was time for. */
export interface RemovalChecked {
  readonly outcome: 'nothing-waits' | 'would-be-refused' | 'unfinished';
  readonly reason?: string;
}

const guide = 'docs/how-to/remove.md#files-that-wait';
const longestProblem = 1000;

/**
 * Takes a request of CloudFormation for the custom resource that is deleted before all else of an environment: see
 * docs/adr/0039-emptying-staging-at-removal.md. Safe to repeat.
 */
export async function prepareRemoval(
  ports: RemovalFunctionPorts,
  given: unknown,
  now: Date,
): Promise<{ readonly outcome: Outcome } | RemovalChecked> {
  const check = RemovalCheck.safeParse(given);
  if (check.success) return await checkRemoval(ports, check.data.ResourceProperties, now);
  const event = RemovalEvent.parse(given);
  const answer = async (outcome: Outcome, reason?: string): Promise<{ outcome: Outcome }> => {
    ports.log.info('answered a request about the removal', { outcome, reason });
    await ports.answer(event.ResponseURL, {
      status: outcome === 'refused' ? 'FAILED' : 'SUCCESS',
      reason,
      ...removalAnswered(event),
    });
    return { outcome };
  };
  let problem: string | undefined;
  try {
    const reached = await prepare(ports, event, now);
    if (reached === 'continues') return { outcome: reached };
    if (reached === 'untouched' || reached === 'emptied') return await answer(reached);
    problem = reached.refusal;
  } catch (error) {
    // Without an answer, CloudFormation would wait for an hour.
    ports.log.error('the removal failed', { error });
    const text = cutText(error instanceof Error ? error.message : String(error), longestProblem);
    problem = `the environment is not removed: ${text}. Fix the cause, then delete the stack again`;
  }
  return await answer('refused', problem);
}

async function checkRemoval(
  ports: RemovalFunctionPorts,
  buckets: OwnBuckets,
  now: Date,
): Promise<RemovalChecked> {
  const { obstacles, isComplete } = await checkBuckets(ports, buckets, ports.startClock(), now);
  const { tasks, runs, waiting } = obstacles;
  if (tasks.length + runs.length + waiting.length > 0)
    return { outcome: 'would-be-refused', reason: refusalOfRemoval(obstacles, guide) };
  return { outcome: isComplete ? 'nothing-waits' : 'unfinished' };
}

async function prepare(
  ports: RemovalFunctionPorts,
  event: RemovalEvent,
  now: Date,
): Promise<Exclude<Outcome, 'refused'> | { readonly refusal: string }> {
  if (event.RequestType !== 'Delete') return 'untouched';
  // Whoever may invoke the function can name any stack: the environment may be used while another stack is deleted.
  const own = platformStackName(namedEnvironment(ports));
  if (stackNameOf(event.StackId) !== own)
    return { refusal: `the environment is not removed: ${event.StackId} is not its stack ${own}` };
  // An update that removes the resource, or a rollback, leaves the environment.
  if ((await ports.stacks.statusOf(event.StackId)) !== 'DELETE_IN_PROGRESS') return 'untouched';
  const isLate = ports.startClock();
  const from = event.Progress ?? begunRemoval(now);
  const emptied = await emptyBuckets(ports, event.ResourceProperties, from, isLate, now);
  switch (emptied.kind) {
    case 'empty':
      ports.log.info('emptied staging and inbox', { deleted: emptied.deleted });
      return 'emptied';
    case 'refused':
      return { refusal: refusalOfRemoval(emptied.obstacles, guide) };
    case 'more': {
      const { progress } = emptied;
      if (isOverdue(progress, now))
        return {
          refusal: `the environment is not removed yet: its files are too many for one attempt. ${progress.deleted} were deleted; delete the stack again to continue (${guide})`,
        };
      await ports.continueWith({ ...event, Progress: progress });
      return 'continues';
    }
  }
}
