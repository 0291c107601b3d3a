import { executionFailure } from '../../core/runs/record/execution-failure';
import { pollEventOf } from '../../core/runs/record/poll-event';
import { RunError } from '../../core/runs/record/run-error';
import { closeWithoutInFlightRun } from './abandon';
import { Attempts } from './attempts';
import { notifyPending } from './notify-pending';
import { type PollResult, poll } from './poll';
import type { PollPorts } from './poll-ports';
import { readSupervision, statusSupervision } from './supervision';

/** Polls on a trigger. The poll decides, not the event: a lost event costs one minute, a repeated one nothing. */
export async function pollTasks(ports: PollPorts, event: unknown, now: Date): Promise<PollResult> {
  const { history } = ports;
  const trigger = pollEventOf(event);
  switch (trigger.kind) {
    case 'wait': {
      const inFlightRun = await history.awaitGoal(trigger.run, { ...trigger, at: now.toISOString() });
      if (inFlightRun === undefined)
        throw new RunError('ExecutionEnded', `${trigger.run} is no longer in flight`);
      return await poll(ports, { inFlightRuns: [inFlightRun] }, now);
    }
    case 'tasks': {
      const inFlightRuns = await history.inFlightRuns();
      const isMeant = ({ taskArn }: { readonly taskArn?: string | undefined }): boolean =>
        taskArn !== undefined && trigger.taskArns.includes(taskArn);
      const replications = (await history.replications()).filter(isMeant);
      const supervision = statusSupervision(replications, inFlightRuns);
      return await poll(ports, { inFlightRuns: inFlightRuns.filter(isMeant), supervision }, now);
    }
    case 'ended': {
      const inFlightRun = (await history.inFlightRuns()).find(
        ({ execution }) => execution === trigger.execution,
      );
      const reason = executionFailure(trigger.status);
      if (inFlightRun === undefined) {
        await closeWithoutInFlightRun(history, trigger, reason, now);
        return { inFlightRuns: 0, replications: 0, problems: [] };
      }
      const orphan = await history.orphanInFlightRun(inFlightRun.run, reason);
      return await poll(ports, { inFlightRuns: orphan === undefined ? [] : [orphan] }, now);
    }
    case 'all': {
      await notifyPending(ports);
      const attempts = new Attempts();
      const inFlightRuns = await history.inFlightRuns();
      const replications = await attempts.take(() => history.replications(), []);
      const supervision = await readSupervision(ports, replications, inFlightRuns, now);
      const result = await poll(ports, { inFlightRuns, supervision }, now);
      attempts.report();
      return result;
    }
  }
}
