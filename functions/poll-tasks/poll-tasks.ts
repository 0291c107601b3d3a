import { pollMetrics } from '../../core/monitoring/poll-metrics';
import { executionFailure } from '../../core/runs/record/execution-failure';
import { isWaiting } from '../../core/runs/record/in-flight-run';
import { pollEventOf } from '../../core/runs/record/poll-event';
import { RunError } from '../../core/runs/record/run-error';
import { hasJustStarted } from '../../core/runs/task/just-started';
import { waitsInAnyCase } from '../../core/runs/task/wait-step';
import { closeWithoutInFlightRun } from './abandon';
import { admitOwn, admitRuns } from './admission/admit-runs';
import { Attempts } from './attempts';
import { pursueHolds, unpursued } from './holds/pursue-holds';
import { checkJobs } from './jobs/check-jobs';
import { deployedPlans, readOnce } from './jobs/deployed-plans';
import { notifyPending } from './notify-pending';
import { deliverOutbox } from './outbox/deliver-outbox';
import { moveNotices } from './outbox/move-notices';
import { payForTrigger } from './pay-requests';
import { type PollResult, poll } from './poll';
import type { PollPorts } from './poll-ports';
import { type PollPhase, PollTime } from './poll-time';
import { readItems } from './read-items';
import { readSupervision, statusSupervision } from './replications/supervision';
import { reportReading } from './report-reading';
import { type SharedPhase, Turns } from './turns';

const nothing: PollResult = { inFlightRuns: 0, replications: 0, problems: [] };

/** Polls on a trigger. The poll decides, not the event: a lost event costs one minute, a repeated one nothing. */
export async function pollTasks(ports: PollPorts, event: unknown, now: Date): Promise<PollResult> {
  const { history } = ports;
  const time = new PollTime(ports);
  const trigger = pollEventOf(event);
  switch (trigger.kind) {
    case 'wait': {
      const inFlightRun = await history.awaitGoal(trigger.run, { ...trigger, at: now.toISOString() });
      if (inFlightRun === undefined)
        throw new RunError('ExecutionEnded', `${trigger.run} is no longer in flight`);
      if (hasJustStarted(inFlightRun, now) || waitsInAnyCase(inFlightRun, now))
        return { ...nothing, inFlightRuns: 1 };
      if (trigger.goal !== 'admitted')
        return (await payForTrigger(ports, now))
          ? await poll(ports, { inFlightRuns: [inFlightRun] }, now, time)
          : nothing;
      const attempts = new Attempts();
      const own = await admitOwn(ports, attempts, inFlightRun, now);
      return await reported(attempts, () => poll(ports, { inFlightRuns: [own] }, now, time));
    }
    case 'tasks': {
      const attempts = new Attempts();
      const { inFlightRuns, replications, held } = await readItems(ports, attempts);
      const isMeant = ({ taskArn }: { readonly taskArn?: string | undefined }): boolean =>
        taskArn !== undefined && trigger.taskArns.includes(taskArn);
      const meant = {
        // The start of a load changes nothing for its run.
        inFlightRuns: inFlightRuns.filter(
          (run) => isMeant(run) && !(trigger.isStart === true && run.goal === 'load-finished'),
        ),
        replications: replications.filter(isMeant),
      };
      if (trigger.reading !== undefined) await reportReading(ports, attempts, trigger.reading, meant, now);
      const isAny = meant.inFlightRuns.length + meant.replications.length > 0;
      const isDescribed = isAny && (await payForTrigger(ports, now));
      const holds = (await attempts.take(() => history.holds(), undefined))?.map(unpursued);
      const supervision = statusSupervision({ replications: meant.replications, held, holds });
      return await reported(attempts, async () =>
        isDescribed
          ? await poll(ports, { inFlightRuns: meant.inFlightRuns, supervision }, now, time)
          : nothing,
      );
    }
    case 'ended': {
      const inFlightRun = (await history.inFlightRuns()).find(
        ({ execution }) => execution === trigger.execution,
      );
      const reason = executionFailure(trigger.status);
      if (inFlightRun === undefined) {
        await closeWithoutInFlightRun(history, trigger, reason, now);
        return nothing;
      }
      const orphan = await history.orphanInFlightRun(inFlightRun.run, reason, now.toISOString());
      return await poll(ports, { inFlightRuns: orphan === undefined ? [] : [orphan] }, now, time);
    }
    case 'all': {
      const attempts = new Attempts();
      const reading = { ...ports, departments: readOnce(ports.departments, attempts) };
      const turns = new Turns(attempts, history);
      const phase = (name: PollPhase): SharedPhase => ({ turns, isLate: time.begin(name) });
      await attempts.do(() => notifyPending(ports, phase('alerts'), now));
      const items = await readItems(ports, attempts);
      const { inFlightRuns: read, replications, held, isComplete } = items;
      const holds = await pursueHolds(ports, attempts, { items, isLate: time.begin('holds') }, now);
      const supervision = await readSupervision(ports, attempts, { replications, held, holds }, now);
      ports.emitter.emit(pollMetrics(replications, supervision.latencies.values(), now));
      const waited = new Set(read.filter(isWaiting).map(({ run }) => run));
      const result = await reported(attempts, async () => {
        try {
          return await poll(ports, { inFlightRuns: read, supervision, turns }, now, time);
        } finally {
          // Runs in flight have paid for their next requests before, so that they end before others begin.
          const admission = phase('admission');
          const after = await admitRuns(ports, attempts, read, admission, now);
          const begun = after.filter((run) => run.admittedAt !== undefined && waited.has(run.run));
          const { isLate } = admission;
          if (begun.length > 0)
            await attempts.do(() => poll(ports, { inFlightRuns: begun, isLate }, now, time));
          const observed = { replications, inFlightRuns: isComplete ? after : undefined };
          await attempts.do(async () => {
            const plans = await deployedPlans(reading, attempts);
            await checkJobs(reading, attempts, plans, observed, phase('jobs'), now);
          });
          await moveNotices(ports, attempts, phase('notices'));
          await attempts.do(() => deliverOutbox(reading, now, time));
        }
      });
      return result;
    }
  }
}

/** Polls, then throws what was refused before. */
async function reported(attempts: Attempts, work: () => Promise<PollResult>): Promise<PollResult> {
  const result = await attempts.take<PollResult | undefined>(work, undefined);
  attempts.report();
  if (result === undefined) throw new Error('the poll has no result');
  return result;
}
