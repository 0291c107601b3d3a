import { cutText, longestText } from '../../core/cut-text';
import type { InFlightRun } from '../../core/runs/record/in-flight-run';
import { Attempts } from './attempts';
import { cancelRequested, isToBeCancelled } from './cancel-requested';
import { describeAll, taskOf, taskOfReplication } from './describe-tasks';
import type { PollPorts } from './poll-ports';
import { pursue } from './pursue';
import { supervise } from './replications/supervise';
import type { Supervision } from './replications/supervision';

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
}

const atOnce = 10;
/** Table statistics per poll: one call per task, of the 8 calls per second that DMS allows per account. */
const tablesPerPoll = 60;

/**
 * Describes the tasks of all runs in flight and CDC jobs in one paginated call, and takes one step for each. An error of one does
 * not stop the others, and a refused description leaves heartbeats and limits of time.
 * @throws the refusals of the descriptions, after all steps
 */
export async function poll(
  ports: PollPorts,
  { inFlightRuns, supervision }: Scope,
  now: Date,
): Promise<PollResult> {
  const replications = supervision?.replications ?? [];
  const arns = [...new Set([...inFlightRuns, ...replications].flatMap(({ taskArn }) => taskArn ?? []))];
  const attempts = new Attempts();
  const tasks = await describeAll(ports, attempts, arns);
  const polled = inFlightRuns.length + replications.length;
  const steps = [
    ...inFlightRuns.map((inFlightRun, index) => ({
      run: inFlightRun.run,
      about: { run: inFlightRun.run, job: inFlightRun.forJob },
      take: async () => {
        if (isToBeCancelled(inFlightRun)) return await cancelRequested(ports, inFlightRun);
        const task = await taskOf(ports, attempts, inFlightRun, tasks, now);
        await pursue(ports, inFlightRun, task, now, isTurnOf(index, polled, now));
      },
    })),
    ...replications.map((replication, index) => ({
      run: replication.forJob,
      about: { job: replication.forJob },
      take: async () => {
        const task = await taskOfReplication(ports, attempts, replication, tasks, now);
        const withTables = isTurnOf(inFlightRuns.length + index, polled, now);
        if (supervision !== undefined)
          await supervise(ports, supervision, replication, task, now, withTables);
      },
    })),
  ];
  const problems: { run: string; problem: string }[] = [];
  const one = async ({ run, about, take }: (typeof steps)[number]): Promise<void> => {
    try {
      await take();
    } catch (error) {
      const problem = cutText(String(error), longestText);
      problems.push({ run, problem });
      ports.log.error('a step of the poll failed', { ...about, problem });
    }
  };
  for (let from = 0; from < steps.length; from += atOnce)
    await Promise.all(steps.slice(from, from + atOnce).map(one));
  attempts.report();
  return { inFlightRuns: inFlightRuns.length, replications: replications.length, problems };
}

/** Returns true when this poll reads the tables of a task: many tasks take turns. */
function isTurnOf(index: number, polled: number, now: Date): boolean {
  const turns = Math.max(1, Math.ceil(polled / tablesPerPoll));
  return index % turns === Math.floor(now.getTime() / 60_000) % turns;
}
