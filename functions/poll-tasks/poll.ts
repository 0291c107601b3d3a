import { cutText, longestText } from '../../core/cut-text';
import { alternate } from '../../core/runs/poll/turns';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import { Attempts } from './attempts';
import { describeAll } from './describe-tasks';
import { payNow } from './pay-requests';
import type { PollPorts } from './poll-ports';
import type { IsLate, PollTime } from './poll-time';
import type { Supervision } from './replications/supervision';
import { type Step, stepOfReplication, stepOfRun, type TakeRest } from './steps';
import { type InTurn, Turns } from './turns';
import { isWaitingForDms, stepOfWaitingRun } from './waits/pursue-wait';
import { readWaits } from './waits/read-waits';

export interface PollResult {
  readonly inFlightRuns: number;
  readonly replications: number;
  /** Errors of single runs or CDC jobs. The next poll tries them again. */
  readonly problems: readonly { readonly run: string; readonly problem: string }[];
}

/** Runs in flight to poll, and CDC jobs, unless `supervision` is absent. */
export interface Scope {
  readonly inFlightRuns: readonly InFlightRun[];
  readonly supervision?: Supervision;
  /** Turns of a poll of all runs and CDC jobs: it reads tables, and the next one continues where it ends. */
  readonly turns?: Turns;
  /** Time for urgent steps. Absent: the share of the phase `urgent`. */
  readonly isLate?: IsLate;
}

/** The SDK has 50 connections per service. More steps at once would wait for each other. */
const atOnce = 40;
/** Tasks whose table statistics a poll reads: one request per 500 tables, of the 8 per second that DMS allows per account. */
const tablesPerPoll = 60;

/**
 * Describes the tasks of all runs in flight and CDC jobs, and takes one step for each: urgent ones first, runs and CDC jobs in turn.
 * Then it reads the tables of some. An error of one does not stop the others, and a refused description leaves heartbeats and
 * limits of time. What does not fit into the time is left for the next poll.
 * @throws the refusals of the descriptions, after all steps
 */
export async function poll(
  ports: PollPorts,
  { inFlightRuns, supervision, turns: turnsOfAll, isLate }: Scope,
  now: Date,
  time: PollTime,
): Promise<PollResult> {
  const replications = supervision?.replications ?? [];
  const settling = inFlightRuns.flatMap(({ goal, dmsWait }) =>
    goal === 'settled' ? (dmsWait?.taskArn ?? []) : [],
  );
  const known = [...inFlightRuns, ...replications].flatMap(({ taskArn }) => taskArn ?? []);
  const arns = [...new Set([...known, ...settling])];
  const attempts = new Attempts();
  const isLateForUrgent = isLate ?? time.begin('urgent');
  const tasks = await describeAll(ports, attempts, arns, { inFlightRuns, replications }, now);
  const answers = await readWaits(ports, attempts, inFlightRuns);
  const runs = inFlightRuns.map((run) =>
    isWaitingForDms(run)
      ? stepOfWaitingRun(ports, run, answers, tasks, now)
      : stepOfRun(ports, run, tasks, now),
  );
  const jobs = replications.flatMap((one) =>
    supervision === undefined ? [] : stepOfReplication(ports, supervision, one, tasks, now),
  );
  const turns = turnsOfAll ?? new Turns(attempts);
  const inTurn = async (name: string, isMeant: (step: Step) => boolean): Promise<readonly InTurn<Step>[]> =>
    alternate(
      ...inEitherOrder(
        now,
        await turns.order(`${name} runs`, runs.filter(isMeant), nameOf),
        await turns.order(`${name} jobs`, jobs.filter(isMeant), nameOf),
      ),
    );
  const reading =
    turnsOfAll !== undefined ? await inTurn('read', ({ readable }) => readable !== undefined) : [];
  const chosen = reading.slice(0, tablesPerPoll);
  const isChosen = new Set(chosen.map(({ item }) => item));
  const rests = new Map<Step, TakeRest>();
  const problems: { run: string; problem: string }[] = [];
  const safely = async ({ name, about }: Step, work: (own: Attempts) => Promise<void>): Promise<void> => {
    const own = new Attempts();
    try {
      await own.do(() => work(own));
      own.report();
    } catch (error) {
      const problem = cutText(String(error), longestText);
      problems.push({ run: name, problem });
      ports.log.error('a step of the poll failed', { ...about, problem });
    }
  };
  const take = (step: Step): Promise<void> =>
    safely(step, async (own) => {
      const rest = await step.take(own);
      if (rest !== undefined && isChosen.has(step)) rests.set(step, rest);
      else await rest?.(own, undefined);
    });
  const urgent = await inTurn('urgent', ({ isUrgent }) => isUrgent);
  let left = await turns.each(urgent, { atOnce, isLate: isLateForUrgent }, take);
  const others = await inTurn('other', ({ isUrgent }) => !isUrgent);
  left += await turns.each(others, { atOnce, isLate: time.begin('steps') }, take);
  const isLateForTables = time.begin('tables');
  const unread = new Set<Step>();
  await turns.each(chosen, { atOnce, isLate: () => false }, async (step) => {
    const rest = rests.get(step);
    if (rest === undefined) return;
    await safely(step, async (own) => {
      const { readable: arn } = step;
      const read = async () => {
        const isRead = arn !== undefined && !isLateForTables() && (await payNow(ports, 'reading', 1, now));
        if (isRead) return await ports.dms.tableStatistics(arn);
        unread.add(step);
        return undefined;
      };
      await rest(own, await own.take(read, undefined));
    });
  });
  // The next poll begins with the first for which there was no time, or no request left.
  const end = chosen.findIndex(({ item }) => unread.has(item));
  const read = end === -1 ? chosen : chosen.slice(0, end);
  if (read.length < reading.length) await turns.keepOnly(['read runs', 'read jobs'], read);
  if (left > 0) ports.log.info('the next poll continues', { left });
  attempts.report();
  return { inFlightRuns: inFlightRuns.length, replications: replications.length, problems };
}

/** Another list is the first in each minute, so that none is the second each time. */
function inEitherOrder<List>(now: Date, one: List, other: List): readonly [List, List] {
  return now.getUTCMinutes() % 2 === 0 ? [one, other] : [other, one];
}

function nameOf({ name }: Step): string {
  return name;
}
