import type { History } from '../../../aws/history/history';
import type { OutboxMessage } from '../../../core/events/outbox-message';
import type { NotifyPolicy } from '../../../core/model/notify-policies';
import type { Notice } from '../../../core/runs/job/job-state';
import { type EndedAttempt, settle } from '../../../core/runs/job/settle';
import { RunError } from '../../../core/runs/record/run-error';

const rounds = 8;

/**
 * Records the effect of an attempt on the state of its job, once, and returns the decision about its message. The state names the
 * attempt that was settled last with its decision, so a poll that was killed before the message had the decision finds it there.
 */
export async function settleAttempt(
  history: History,
  message: OutboxMessage,
  attempt: EndedAttempt,
  policy: NotifyPolicy,
): Promise<Notice> {
  const { id, forJob, notice: decided } = message;
  if (decided !== undefined) return decided;
  for (let round = 1; round <= rounds; round += 1) {
    const state = await history.jobState(forJob);
    const last = state?.settled;
    if (last?.id === id) return (await history.decideNotice(id, last.notice)) ?? last.notice;
    const { effect, notice } = settle(state, attempt, policy);
    if (effect === undefined) return (await history.decideNotice(id, notice)) ?? notice;
    // The poll that settled the attempt before may have been killed before it recorded its decision.
    if (last !== undefined) await history.decideNotice(last.id, last.notice);
    if (await history.settleAttempt(forJob, state, { id, notice }, effect))
      return (await history.decideNotice(id, notice)) ?? notice;
  }
  throw new RunError('Throttled', `others keep changing the state of ${forJob}; the next poll tries again`);
}
