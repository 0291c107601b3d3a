import { executionEnd } from '../../core/runs/execution-end';
import { pollEventOf } from '../../core/runs/poll-event';
import { RunError } from '../../core/runs/run-error';
import { closeWithoutFlight } from './abandon';
import { lookAround, superviseWithoutLooks } from './look-around';
import { type Swept, sweep } from './sweep';
import type { SweepPorts } from './sweep-ports';
import { tellPending } from './tell-pending';

/** Events wake it, the sweep decides: a lost event costs a minute, a doubled one nothing. */
export async function pollTasks(ports: SweepPorts, event: unknown, now: Date): Promise<Swept> {
  const { history } = ports;
  const woken = pollEventOf(event);
  switch (woken.kind) {
    case 'wait': {
      const flight = await history.awaitGoal(woken.run, { ...woken, at: now.toISOString() });
      if (flight === undefined) throw new RunError('ExecutionEnded', `${woken.run} is no longer in flight`);
      return await sweep(ports, { flights: [flight] }, now);
    }
    case 'tasks': {
      const flights = await history.flights();
      const isMeant = ({ taskArn }: { readonly taskArn?: string | undefined }): boolean =>
        taskArn !== undefined && woken.taskArns.includes(taskArn);
      const replications = (await history.replications()).filter(isMeant);
      const supervision = superviseWithoutLooks(replications, flights);
      return await sweep(ports, { flights: flights.filter(isMeant), supervision }, now);
    }
    case 'ended': {
      const flight = (await history.flights()).find(({ execution }) => execution === woken.execution);
      const reason = executionEnd(woken.status);
      if (flight === undefined) {
        await closeWithoutFlight(history, woken, reason, now);
        return { flights: 0, replications: 0, problems: [] };
      }
      const orphan = await history.orphanFlight(flight.run, reason);
      return await sweep(ports, { flights: orphan === undefined ? [] : [orphan] }, now);
    }
    case 'all': {
      await tellPending(ports);
      const flights = await history.flights();
      const supervision = await lookAround(ports, await history.replications(), flights, now);
      return await sweep(ports, { flights, supervision }, now);
    }
  }
}
