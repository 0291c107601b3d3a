import type { AnswerCustomResource } from '../../aws/cloudformation/custom-resource';
import type { History } from '../../aws/history/history';
import type { Log } from '../../core/monitoring/log';
import { mayBeRefused, refusalOf, unreadRefusalOf } from '../../core/runs/admission/changed-jobs';
import { refusedAnswer } from '../../core/runs/admission/decide-hold';
import type { RequestedHold } from '../../core/runs/admission/hold';
import {
  HoldEvent,
  type HoldingEvent,
  holdAnswered,
  holdNameOf,
  holdOf,
  isOutdated,
  isRollback,
} from '../../core/runs/admission/hold-event';
import { RunError } from '../../core/runs/record/run-error';

export interface HoldPorts {
  readonly history: Pick<History, 'holdNamed' | 'holdFor' | 'replications'>;
  /** Triggers a poll of everything now. */
  readonly triggerPoll: () => Promise<void>;
  readonly answer: AnswerCustomResource;
  readonly log: Log;
}

/**
 * Takes a request of CloudFormation: sets the hold that a poll carries out and answers, and returns. Safe to repeat. A Delete is
 * answered at once, because the poll may be gone by then.
 */
export async function holdTasks(
  ports: HoldPorts,
  given: unknown,
  now: Date,
): Promise<{ readonly hold: string }> {
  const event = HoldEvent.parse(given);
  const name = holdNameOf(event);
  if (event.RequestType === 'Delete') {
    await ports.answer(event.ResponseURL, {
      status: 'SUCCESS',
      ...holdAnswered(event),
    });
    return { hold: name };
  }
  const request = await setHold(ports, event, name, now);
  if (request === undefined) {
    ports.log.info('a request that a later one has replaced came again', { hold: name });
    return { hold: name };
  }
  const { endpoints, instances } = request;
  ports.log.info('a deployment asks for a hold', { hold: name, endpoints, instances });
  // Without it, the poll of the next minute does the same.
  await ports.triggerPoll().catch((error: unknown) => {
    ports.log.error('no poll was triggered', { problem: String(error) });
  });
  return { hold: name };
}

const mostAttempts = 3;

/**
 * Another request of the same resource, such as a rollback after CloudFormation's timeout, may be written at the same time. Undefined:
 * it was, and this one is over.
 */
async function setHold(
  { history }: HoldPorts,
  event: HoldingEvent,
  name: string,
  now: Date,
): Promise<RequestedHold['request'] | undefined> {
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const read = await history.holdNamed(name);
    if (isOutdated(event, read)) return undefined;
    const reason = isRollback(event, read) ? undefined : await refusal(history, event, now);
    const hold = withRefusal(holdOf(event, read, now), reason, now);
    if (await history.holdFor(hold, read)) return hold.request;
  }
  throw new RunError('Throttled', `the hold ${name} changes all the time; Lambda tries again`);
}

/** Reason why the deployment is refused before it changes anything. A rollback never is. */
async function refusal(
  history: Pick<History, 'replications'>,
  event: HoldingEvent,
  now: Date,
): Promise<string | undefined> {
  if (event.RequestType === 'Create') return undefined;
  const { OldResourceProperties: before, ResourceProperties: after } = event;
  if (!mayBeRefused(before, after)) return undefined;
  const unread: string[] = [];
  const replications = await history.replications((job) => unread.push(job));
  return refusalOf(before, after, replications, now) ?? unreadRefusalOf(before, after, unread);
}

/** A hold with the answer FAILED holds nothing. A poll sends the answer. */
function withRefusal(hold: RequestedHold, reason: string | undefined, now: Date): RequestedHold {
  if (reason === undefined) return hold;
  return { ...hold, request: { ...hold.request, answer: refusedAnswer(reason, now) } };
}
