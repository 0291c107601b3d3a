import { taskStatuses } from '../../../../core/model/task-status';
import type { Connection } from '../../../../core/runs/task/connection';
import type { Goal } from '../../../../core/runs/task/goal';
import type { Task } from '../../../../core/runs/task/task';
import {
  type Owner,
  towardsConnectionsTested,
  towardsIdentifierFree,
  towardsSettled,
  waitsInAnyCase,
} from '../../../../core/runs/task/wait-step';

const now = new Date('2026-03-01T10:00:00Z');
const endpoints = ['source', 'target'].map((endpointArn) => ({ endpointArn, hash: 'h' }));

/** Wait that began so many seconds ago. */
function waiting(seconds: number) {
  const since = new Date(now.getTime() - seconds * 1000).toISOString();
  return {
    by: 'CreateTask' as const,
    since,
    connections: { replicationInstanceArn: 'instance', endpoints },
  };
}

function connection(endpointArn: string, status: string): Connection {
  return { endpointArn, name: `the ${endpointArn}`, status, failure: 'timeout expired' };
}

function task(status: string): Task {
  return { arn: 'arn', identifier: 'task', status };
}

describe('connections', () => {
  // Statuses of source and target; undefined: DMS lists none. The step after 5 and 59 seconds, and after a minute.
  test.each([
    ['successful', 'successful', 'wait', 'arrive', 'arrive'],
    ['successful', 'testing', 'wait', 'wait', 'wait'],
    ['testing', 'testing', 'wait', 'wait', 'wait'],
    ['successful', 'failed', 'wait', 'wait', 'give-up'],
    ['failed', 'testing', 'wait', 'wait', 'give-up'],
    [undefined, 'successful', 'wait', 'wait', 'test'],
    [undefined, undefined, 'wait', 'wait', 'test'],
    ['deleting', 'testing', 'wait', 'wait', 'test'],
    ['a status of next year', 'successful', 'wait', 'wait', 'test'],
  ])('%s, %s: %s, %s, %s', (source, target, young, older, old) => {
    const found = [
      ...(source === undefined ? [] : [connection('source', source)]),
      ...(target === undefined ? [] : [connection('target', target)]),
    ];
    const step = (seconds: number) => towardsConnectionsTested(waiting(seconds), found, now).do;
    expect([step(5), step(59), step(60)]).toEqual([young, older, old]);
  });

  test('a failure has the endpoint, DMS’s message and what to change', () => {
    const found = [connection('source', 'failed'), connection('target', 'successful')];
    expect(towardsConnectionsTested(waiting(60), found, now)).toMatchObject({
      error: 'ConnectionTestFailed',
      cause: expect.stringMatching(/cannot reach the source: timeout expired; \w+/),
    });
  });

  test('only the connections that nobody tests are tested', () => {
    const found = [connection('source', 'testing'), connection('another', 'failed')];
    expect(towardsConnectionsTested(waiting(60), found, now)).toEqual({
      do: 'test',
      endpointArns: ['target'],
    });
  });
});

describe('the identifier', () => {
  test.each<[string | undefined, Owner, string]>([
    [undefined, 'unknown', 'arrive'],
    ['ready', 'this-run', 'arrive'],
    ['ready', 'somebody-else', 'give-up'],
    ['ready', 'unknown', 'wait'],
    ['creating', 'another-run', 'wait'],
    ['ready', 'another-run', 'delete'],
    ['running', 'another-run', 'stop'],
    ['starting', 'another-run', 'wait'],
    ['stopping', 'another-run', 'wait'],
    ['stopped', 'another-run', 'delete'],
    ['failed', 'another-run', 'delete'],
    ['deleting', 'another-run', 'wait'],
    ['a status of next year', 'another-run', 'wait'],
  ])('%s of %s: %s', (status, owner, step) => {
    const found = status === undefined ? undefined : task(status);
    expect(towardsIdentifierFree(waiting(60), found, owner, now).do).toBe(step);
    // The function saw something else a moment ago.
    const young = step === 'arrive' ? 'wait' : step;
    expect(towardsIdentifierFree(waiting(1), found, owner, now).do).toBe(young);
  });

  test('a task of somebody else is never touched', () => {
    for (const status of taskStatuses)
      expect(towardsIdentifierFree(waiting(600), task(status), 'somebody-else', now)).toMatchObject({
        do: 'give-up',
        error: 'TaskNotOurs',
      });
  });
});

describe('the task', () => {
  test.each([
    [undefined, 'arrive', 'arrive'],
    ['ready', 'arrive', 'arrive'],
    ['stopped', 'arrive', 'arrive'],
    ['failed', 'arrive', 'arrive'],
    ['failed-move', 'arrive', 'arrive'],
    ['running', 'wait', 'arrive'],
    ['starting', 'wait', 'wait'],
    ['stopping', 'wait', 'wait'],
    ['modifying', 'wait', 'wait'],
    ['deleting', 'wait', 'wait'],
    ['a status of next year', 'wait', 'wait'],
  ])('%s: %s, and %s after three minutes', (status, soon, later) => {
    const found = status === undefined ? undefined : task(status);
    const step = (seconds: number) => towardsSettled(waiting(seconds), found, now).do;
    expect([step(1), step(60), step(180)]).toEqual(['wait', soon, later]);
  });
});

test('no answer of DMS ends a wait right after it began, unless another task has the identifier', () => {
  const isNeeded = (goal: Goal, seconds: number) => !waitsInAnyCase({ goal, dmsWait: waiting(seconds) }, now);
  for (const goal of ['connections-tested', 'settled'] as const)
    expect([goal, isNeeded(goal, 9), isNeeded(goal, 10)]).toEqual([goal, false, true]);
  expect([isNeeded('identifier-free', 0), isNeeded('ready', 0)]).toEqual([true, true]);
  for (const status of [...taskStatuses, 'untested', 'testing', 'successful']) {
    const found = [connection('source', status), connection('target', status)];
    expect([status, towardsSettled(waiting(9), task(status), now).do]).toEqual([status, 'wait']);
    expect([status, towardsConnectionsTested(waiting(9), found, now).do]).toEqual([status, 'wait']);
  }
});
