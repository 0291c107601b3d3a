import type { NotifyPolicy } from '../../model/notify-policies';
import type { Outcome } from '../record/verdict-shape';
import type { JobState, Notice } from './job-state';
import { noticeOfNews } from './notice-of-news';

/** Attempt that has ended. Times are ISO 8601 in UTC. */
export interface EndedAttempt {
  readonly run: string;
  readonly openedAt: string;
  readonly closedAt: string;
  readonly outcome: Outcome;
  /** True for a run of some tables: it changes nothing that readers have. */
  readonly isPart?: boolean;
}

export type Effect = Pick<JobState, 'ended' | 'succeeded' | 'trouble' | 'notified'>;
export interface Settlement {
  /** New values of these parts of the state. Undefined: the attempt does not change them. */
  readonly effect: Effect | undefined;
  readonly notice: Notice;
}

/**
 * Effect of an attempt's end on its job, and the message that people get about it. A skipped or cancelled attempt changes no streak.
 * Attempts count in the order in which polls settle them, each once: see `settled` of the job's state. Files of a load end in any
 * order, and a failure that is settled after a later success is still news.
 */
export function settle(
  state: Partial<JobState> | undefined,
  attempt: EndedAttempt,
  policy: NotifyPolicy,
): Settlement {
  const kind = attempt.isPart === true ? 'neutral' : kindOfEnd(attempt.outcome);
  if (kind === 'neutral')
    return { effect: undefined, notice: noticeOfNews({ isBad: false, isEdge: false }, policy) };
  const { run, closedAt: at, outcome } = attempt;
  const ended = { run, at, outcome };
  const succeeded = kind === 'good' || kind === 'partial' ? { run, at } : state?.succeeded;
  if (kind === 'good')
    return {
      effect: { ended, succeeded },
      notice: noticeOfNews({ isBad: false, isEdge: state?.notified !== undefined }, policy),
    };
  const before = state?.trouble;
  const isFirst = state?.notified === undefined;
  const notified = isFirst && policy !== 'never' ? { kind: 'first' as const, at, run } : state?.notified;
  return {
    effect: {
      ended,
      succeeded,
      trouble: {
        since: before?.since ?? at,
        run: before?.run ?? run,
        attempts: (before?.attempts ?? 0) + 1,
        failures: failuresAfter(before?.failures ?? 0, kind),
      },
      notified,
    },
    notice: noticeOfNews({ isBad: true, isEdge: isFirst }, policy),
  };
}

type End = 'good' | 'partial' | 'failed' | 'stopped' | 'missed' | 'neutral';

function kindOfEnd(outcome: Outcome): End {
  switch (outcome) {
    case 'succeeded':
      return 'good';
    case 'succeeded-with-table-errors':
      return 'partial';
    case 'failed':
    case 'resource':
      return 'failed';
    case 'stopped':
      return 'stopped';
    case 'missed':
      return 'missed';
    case 'skipped':
    case 'cancelled':
      return 'neutral';
  }
}

/** Failures in a row, for `pause-after`. Loaded data ends the row; a stopped or missed run neither ends nor extends it. */
function failuresAfter(failures: number, kind: End): number {
  switch (kind) {
    case 'failed':
      return failures + 1;
    case 'good':
    case 'partial':
      return 0;
    case 'stopped':
    case 'missed':
    case 'neutral':
      return failures;
  }
}

const day = 24 * 3_600_000;

/** Time of the next reminder about a streak. Undefined without a streak of which people know, and for policies without reminders. */
export function reminderAt(
  { trouble, notified }: Pick<JobState, 'trouble' | 'notified'>,
  policy: NotifyPolicy,
): Date | undefined {
  if (policy !== 'edge' || trouble === undefined || notified === undefined) return undefined;
  return new Date(Date.parse(notified.at) + day);
}

/**
 * Returns true for a reminder about the present streak that no later one follows. One that waited through an outage for longer than
 * a day, or until another streak, is about nothing new. `at`: time of its intent, ISO 8601 in UTC. `due`: time at which it was due.
 */
export function isReminderCurrent(
  { trouble, notified }: Pick<JobState, 'trouble' | 'notified'>,
  { at, due }: { readonly at: string; readonly due: string },
): boolean {
  if (trouble === undefined || notified === undefined) return false;
  const next = new Date(Date.parse(notified.at) + day).toISOString();
  // A poll that was killed after it stored the message has not recorded it in the state.
  if (next === due) return true;
  const waited = Date.parse(notified.at) - Date.parse(at);
  return notified.kind === 'reminder' && waited >= 0 && waited < day;
}
