import { executionFailure } from '../../core/runs/record/execution-failure';
import { type InFlightRun, isDueForTouch } from '../../core/runs/record/in-flight-run';
import type { PollPorts } from './poll-ports';

/** Answers the waiting state, or checks its execution when it no longer waits. */
export async function answer(
  ports: PollPorts,
  inFlightRun: InFlightRun,
  now: Date,
  send: (token: string) => Promise<'delivered' | 'gone'>,
): Promise<void> {
  const { run, token } = inFlightRun;
  if (token === undefined) return;
  if ((await send(token)) === 'gone') return await checkExecution(ports, inFlightRun, now);
  await ports.history.dropToken(run, token, now.toISOString());
}

/** Sends the heartbeat of a waiting state. A state that no longer waits may belong to an execution that has ended. */
export async function keepAlive(ports: PollPorts, inFlightRun: InFlightRun, now: Date): Promise<void> {
  const { history, executions } = ports;
  if (inFlightRun.orphanedBy !== undefined || !isDueForTouch(inFlightRun, now)) return;
  if (inFlightRun.token === undefined || (await executions.heartbeat(inFlightRun.token)) === 'gone')
    return await checkExecution(ports, inFlightRun, now);
  await history.touchInFlightRun(inFlightRun.run, now.toISOString());
}

async function checkExecution(
  { history, executions }: PollPorts,
  inFlightRun: InFlightRun,
  now: Date,
): Promise<void> {
  const execution = await executions.describe(inFlightRun.execution);
  if (execution?.status === 'RUNNING') {
    if (inFlightRun.token !== undefined)
      await history.dropToken(inFlightRun.run, inFlightRun.token, now.toISOString());
    return await history.touchInFlightRun(inFlightRun.run, now.toISOString());
  }
  await history.orphanInFlightRun(
    inFlightRun.run,
    executionFailure(execution?.status ?? 'unknown', execution),
    now.toISOString(),
  );
}
