import { fates } from '../../../simulation/faults/delivery-faults';
import { callFaults, type Fault } from '../../../simulation/faults/fault';
import { interceptOf } from '../../../simulation/faults/intercept';
import { randomOf } from '../../../simulation/random';
import type { Call } from '../../../simulation/world/seam/call';
import type { TaskChange } from '../../../simulation/world/world';

const start = Date.parse('2026-03-01T00:00:00Z');
const window = { at: 100, until: 200 };

function call(change: Partial<Call> = {}): Call {
  return {
    at: start + 150_000,
    by: 'poll-tasks',
    invocation: 1,
    place: 1,
    attempt: 1,
    service: 'dms',
    operation: 'DescribeReplicationTasks',
    input: {},
    ...change,
  };
}

function intercept(fault: Fault, changes: readonly TaskChange[] = []) {
  return interceptOf([fault], start, () => changes, randomOf(1));
}

test.each(callFaults)('%s changes calls of its time, its caller and its service only', (fault) => {
  const decide = intercept({ ...window, fault, probability: 1, service: 'dms', caller: 'poll-tasks' });
  expect(decide(call())).toBeDefined();
  expect(decide(call({ at: start + 99_000 }))).toBeUndefined();
  expect(decide(call({ at: start + 200_000 }))).toBeUndefined();
  expect(decide(call({ by: 'open-run' }))).toBeUndefined();
  expect(decide(call({ service: 's3' }))).toBeUndefined();
});

test('a person survives what ends functions', () => {
  const decide = intercept({ ...window, fault: 'death-before', probability: 1 });
  expect(decide(call())).toEqual({ death: 'before' });
  expect(decide(call({ invocation: 0, by: 'actor' }))).toBeUndefined();
});

test('an outage of notifications is one of SNS and PutEvents', () => {
  const decide = intercept({ ...window, fault: 'notification-outage' });
  expect(decide(call({ service: 'sns', operation: 'Publish' }))?.refuse?.status).toBe(503);
  expect(decide(call({ service: 'events', operation: 'PutEvents' }))).toBeDefined();
  expect(decide(call())).toBeUndefined();
});

describe('answers about tasks', () => {
  const answer = {
    ReplicationTasks: [{ ReplicationTaskArn: 'arn:1', Status: 'running', ReplicationTaskStats: {} }],
  };
  const change: TaskChange = {
    at: start + 20_000,
    event: 'CREATED',
    task: {
      arn: 'arn:1',
      identifier: 'one',
      status: 'ready',
      stopReason: undefined,
      migrationType: 'full-load',
      sourceArn: 's',
      targetArn: 't',
      folder: 'f',
      tags: {},
      createdAt: new Date(start),
      startedAt: undefined,
      stoppedAt: undefined,
      tables: [],
    },
  };
  /** In the time in which Describe lags. */
  const early = { at: 0, until: 80, probability: 1 };
  const at = (fault: Fault, seconds: number, changes: readonly TaskChange[] = [change]): unknown =>
    intercept(fault, changes)(call({ at: start + seconds * 1000 }))?.change?.(answer);

  it('are older than the last change', () => {
    expect(at({ ...early, fault: 'stale-describe', seconds: 30 }, 70)).toMatchObject({
      ReplicationTasks: [{ ReplicationTaskArn: 'arn:1', Status: 'ready' }],
    });
    expect(at({ ...early, fault: 'stale-describe', seconds: 60 }, 70)).toEqual({ ReplicationTasks: [] });
  });

  it('lag for less than the three minutes after which Lakeferry believes them', () => {
    const decide = intercept({ at: 0, until: 3600, fault: 'empty-describe', probability: 1, seconds: 0 });
    const faulty = (seconds: number): boolean => decide(call({ at: start + seconds * 1000 })) !== undefined;
    expect([10, 79, 80, 300, 599, 600, 679, 685].map(faulty)).toEqual([
      true,
      true,
      false,
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  it('have a status of their own for one of two tasks', () => {
    const told = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8].map((choice) =>
      JSON.stringify(at({ at: 0, until: 140, fault: 'status-lie', status: 'moving', choice }, 10)),
    );
    expect(new Set(told).size).toBe(2);
  });
});

test('events and schedules have faults of their own', () => {
  const fateOf = fates(
    [
      { ...window, fault: 'events-doubled', probability: 1, seconds: 20 },
      { ...window, fault: 'schedules-late', probability: 1, seconds: 20 },
    ],
    start,
    randomOf(1),
  );
  expect(fateOf('events', start + 150_000)).toBe('twice');
  expect(fateOf('schedules', start + 150_000)).toEqual({ delaySeconds: 20 });
  expect(fateOf('events', start + 250_000)).toBe('once');
});
