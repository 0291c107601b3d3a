import { kindOf } from '../../model/task-status';
import type { DmsWait } from './dms-wait';
import type { Pursuit } from './goal';
import { type Connection, connectionFailure } from './connection';
import type { Task } from './task';
import { type TaskStep, towardsDeleted } from './task-step';

/** Next step of a run that waits for the tests of its connections. */
export type ConnectionStep =
  | Extract<TaskStep, { do: 'wait' | 'arrive' }>
  | { readonly do: 'test'; readonly endpointArns: readonly string[] }
  | { readonly do: 'give-up'; readonly error: 'ConnectionTestFailed'; readonly cause: string };

/** Owner of a task with the run's identifier. `unknown`: its tags do not show yet. */
export type Owner = 'this-run' | 'another-run' | 'somebody-else' | 'unknown';

const wait = { do: 'wait' } as const;
const arrive = { do: 'arrive' } as const;

/** Least time between a wait and its end, so that a function which sees something else than the poll is not called in a tight loop. */
const shortestMs = 10_000;
/** Time after which an answer is not from before the test that the function has started. */
const believedAfterMs = 60_000;
/** Time after which a stop that the function has requested is lost. */
const stopLostAfterMs = 180_000;

/**
 * Returns the next step from DMS's answers about the connections. The function has started a test of each connection that had not
 * passed, so a failure counts, unless the answer may be from before that test. A test that nobody runs is started.
 */
export function towardsConnectionsTested(
  wanted: DmsWait,
  connections: readonly Connection[],
  now: Date,
): ConnectionStep {
  const endpoints = (wanted.connections?.endpoints ?? []).map(({ endpointArn }) => ({
    endpointArn,
    connection: connections.find((connection) => connection.endpointArn === endpointArn),
  }));
  if (endpoints.every(({ connection }) => connection?.status === 'successful'))
    return isOlder(wanted, shortestMs, now) ? arrive : wait;
  if (!isOlder(wanted, believedAfterMs, now)) return wait;
  for (const { connection } of endpoints)
    if (connection?.status === 'failed')
      return { do: 'give-up', error: 'ConnectionTestFailed', cause: connectionFailure(connection) };
  const untested = endpoints.filter(
    ({ connection }) => !['testing', 'successful'].includes(connection?.status ?? 'untested'),
  );
  if (untested.length === 0) return wait;
  return { do: 'test', endpointArns: untested.map(({ endpointArn }) => endpointArn) };
}

/**
 * Returns the next step from the task that has the run's identifier. A task of another run is stopped and deleted. When it is gone,
 * the function creates the run's task; if DMS then refuses the identifier, the run waits again.
 */
export function towardsIdentifierFree(
  wanted: DmsWait,
  task: Task | undefined,
  owner: Owner,
  now: Date,
): TaskStep {
  const ends = isOlder(wanted, shortestMs, now) ? arrive : wait;
  if (task === undefined) return ends;
  switch (owner) {
    case 'this-run':
      return ends;
    case 'another-run':
      return towardsDeleted(task);
    case 'somebody-else':
      return { do: 'give-up', error: 'TaskNotOurs', cause: notOurs(task.identifier) };
    case 'unknown':
      return wait;
  }
}

/** Returns the next step until the task accepts a modification or a start. The function decides about a task that is gone. */
export function towardsSettled(wanted: DmsWait, task: Task | undefined, now: Date): TaskStep {
  const ends = isOlder(wanted, shortestMs, now) ? arrive : wait;
  if (task === undefined) return ends;
  switch (kindOf(task.status)) {
    case 'ready':
    case 'down':
      return ends;
    // The function has stopped it, and the answer is from before, unless the stop is lost.
    case 'running':
      return isOlder(wanted, stopLostAfterMs, now) ? arrive : wait;
    case 'changing':
    case 'starting':
    case 'stopping':
    case 'deleting':
    case 'unknown':
      return wait;
  }
}

/** Returns true right after a function has seen that it must wait, when every answer of DMS leads to the step `wait`. */
export function waitsInAnyCase({ goal, dmsWait }: Pick<Pursuit, 'goal' | 'dmsWait'>, now: Date): boolean {
  if (dmsWait === undefined || (goal !== 'connections-tested' && goal !== 'settled')) return false;
  return !isOlder(dmsWait, shortestMs, now);
}

/** Text about a task with our identifier that Lakeferry did not create. */
export function notOurs(identifier: string): string {
  return `DMS has a task ${identifier} without Lakeferry's tags; rename or delete it, then run the job again`;
}

function isOlder({ since }: DmsWait, milliseconds: number, now: Date): boolean {
  return now.getTime() - Date.parse(since) >= milliseconds;
}
