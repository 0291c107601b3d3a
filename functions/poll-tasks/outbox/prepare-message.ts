import type { AlertState } from '../../../core/events/alert';
import type { LakeferryEvent, RunEnded } from '../../../core/events/event';
import type { Streak } from '../../../core/events/message-notice';
import { noticeOfEvent } from '../../../core/events/notice-of-event';
import {
  correctedId,
  endedId,
  missedId,
  type OutboxMessage,
  reminderDue,
} from '../../../core/events/outbox-message';
import { withPage } from '../../../core/events/page-of-event';
import { runEndedEvent } from '../../../core/events/run-ended';
import type { Notice } from '../../../core/runs/job/job-state';
import { asMissed, isMissed } from '../../../core/runs/job/missed-run';
import { isReminderCurrent } from '../../../core/runs/job/settle';
import type { RunRecord, RunWithTables } from '../../../core/runs/record/run-record';
import { isSuccess } from '../../../core/runs/record/verdict-shape';
import type { PollPorts } from '../poll-ports';
import type { Recipients } from './recipients';
import { settleAttempt } from './settle-attempt';

/** Everything that the delivery of a message needs. */
export interface ReadyMessage {
  readonly message: OutboxMessage;
  readonly event: LakeferryEvent;
  /** False for a reminder: programs know the event already. */
  readonly isNews: boolean;
  readonly state: AlertState | undefined;
  readonly notice: Notice;
  readonly streak: Streak | undefined;
  readonly recipients: Recipients;
}

/** `wait`: not due yet. `drop`: about nothing that anybody has to know. */
export type Prepared =
  | { readonly do: 'deliver'; readonly ready: ReadyMessage }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'drop'; readonly because: string };

type Ports = Pick<PollPorts, 'history' | 'environment' | 'consoleUrl'>;

/** Time after which a run that was never written is not expected any more. */
const expectedHours = 24;
/** PublishSnapshot, whose late end corrects the verdict of a closed run, runs for at most 15 minutes. */
const publishMinutes = 16;

/** Reads what a message is about, settles an attempt that ended, and decides once about a message for people. */
export async function prepareMessage(
  { history, environment, consoleUrl }: Ports,
  message: OutboxMessage,
  recipients: Recipients,
  now: Date,
): Promise<Prepared> {
  const { about, forJob, id } = message;
  const ready = (
    bare: LakeferryEvent,
    over: Partial<ReadyMessage> & Pick<ReadyMessage, 'notice'>,
  ): Prepared => ({
    do: 'deliver',
    ready: {
      ...{ message, event: withPage(bare, consoleUrl), recipients },
      ...{ isNews: true, state: undefined, streak: undefined, ...over },
    },
  });
  if (about.kind === 'event') {
    const { event, state } = about;
    const notice =
      message.notice ?? (await history.decideNotice(id, noticeOfEvent(event, state, recipients.policy)));
    return ready(event, { state, notice: notice ?? 'none' });
  }
  const found = await history.runWithTables(about.run);
  if (found === undefined)
    return isLongAgo(message.at, now)
      ? { do: 'drop', because: `the history has no run ${about.run}` }
      : { do: 'wait', minutes: 10 };
  if (about.kind === 'reminder') {
    const state = await history.jobState(forJob);
    const due = reminderDue(message);
    if (state === undefined || !isReminderCurrent(state, { at: message.at, due }))
      return { do: 'drop', because: 'the streak is over, or a later reminder follows' };
    // A late run replaces the missed one: its end decides.
    if (found.run.phases.closed === undefined) return { do: 'wait', minutes: 1 };
    const { trouble } = state;
    const event = { ...eventOf(environment, found, recipients), id };
    return ready(event, { isNews: false, streak: trouble, notice: message.notice ?? 'reminder' });
  }
  const isCorrection = id === correctedId(about.run);
  const early = isCorrection ? await earlyCorrection(history, message, found.run, now) : undefined;
  if (early !== undefined) return early;
  const ended =
    isCorrection || id === idOf(found.run) ? found : await replacedRun(history, message, found.run);
  if (ended === undefined) return { do: 'drop', because: 'a late run replaced the missed one' };
  if (!isSettled(ended.run, now)) return { do: 'wait', minutes: 1 };
  const event = { ...eventOf(environment, ended, recipients), id };
  const attempt = { ...event, closedAt: event.at, isPart: ended.run.part !== undefined };
  return ready(event, { notice: await settleAttempt(history, message, attempt, recipients.policy) });
}

/**
 * Step for a correction that is not delivered now. It is stored before the verdict is corrected, and is about nothing if the message
 * about the end was settled with the corrected verdict. Undefined: people know the verdict that was wrong.
 */
async function earlyCorrection(
  history: PollPorts['history'],
  { id, forJob, at, notice }: OutboxMessage,
  { run, verdict }: RunRecord,
  now: Date,
): Promise<Prepared | undefined> {
  if (verdict === undefined || !isSuccess(verdict.outcome))
    return isLongAgo(at, now)
      ? { do: 'drop', because: 'the verdict was not corrected' }
      : { do: 'wait', minutes: 1 };
  const { ended, settled } = (await history.jobState(forJob)) ?? {};
  if (notice !== undefined || settled?.id === id) return undefined;
  if (ended?.run === run && isSuccess(ended.outcome))
    return { do: 'drop', because: 'the message about the end has the corrected verdict' };
  const isKnown = (await history.wasDelivered(endedId(run))) || isLongAgo(at, now);
  return isKnown ? undefined : { do: 'wait', minutes: 1 };
}

/**
 * Missed run that a late one has replaced since its message was decided. Without this message, the job would have a streak of which
 * nobody knows. Undefined: nothing was decided.
 */
async function replacedRun(
  history: PollPorts['history'],
  { id, forJob, notice }: OutboxMessage,
  late: RunRecord,
): Promise<RunWithTables | undefined> {
  const run = asMissed(late);
  if (run === undefined || id !== missedId(run.run)) return undefined;
  const isDecided = notice !== undefined || (await history.jobState(forJob))?.settled?.id === id;
  return isDecided ? { run, tables: [] } : undefined;
}

function idOf(run: RunRecord): string {
  return isMissed(run) ? missedId(run.run) : endedId(run.run);
}

/** The record of a run that was skipped or missed has no mode: it ended before its plan was read. */
function eventOf(
  environment: string,
  { run, tables }: RunWithTables,
  recipients: Pick<Recipients, 'mode'>,
): RunEnded {
  const mode = run.trigger.by === 'file' ? 'load' : (run.mode ?? recipients.mode ?? 'full-load');
  return runEndedEvent(environment, mode, run, tables);
}

/** Returns true for a closed run whose verdict a late publish no longer corrects. */
function isSettled({ phases, showing = 0, judgedAs }: RunRecord, now: Date): boolean {
  if (phases.closed === undefined) return false;
  if (showing === 0 || judgedAs === undefined) return true;
  return now.getTime() - Date.parse(phases.closed) > publishMinutes * 60_000;
}

function isLongAgo(at: string, now: Date): boolean {
  return now.getTime() - Date.parse(at) > expectedHours * 3_600_000;
}
