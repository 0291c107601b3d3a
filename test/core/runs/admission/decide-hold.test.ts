import {
  decideHold,
  type HoldFacts,
  isTerminal,
  waitsForLoads,
} from '../../../../core/runs/admission/decide-hold';
import type { RequestedHold } from '../../../../core/runs/admission/hold';
import type { InFlightRun } from '../../../../core/runs/record/in-flight-run';
import { Replication } from '../../../../core/runs/replication/replication';
import type { Task } from '../../../../core/runs/task/task';
import { desiredFor } from '../../../helpers/runs/cdc-job';

const begin = Date.parse('2026-03-01T10:00:00.000Z');
const at = (minutes: number) => new Date(begin + minutes * 60_000);

function hold(over: Partial<RequestedHold['request']> = {}, resources?: string[]): RequestedHold {
  return {
    ...{ name: 'lakeferry-dev-sales/Hold', reason: 'deployment of lakeferry-dev-sales' },
    until: at(120).toISOString(),
    ...(resources === undefined ? {} : { resources }),
    request: {
      ...{ stackId: 'arn:x:stack/lakeferry-dev-sales/1', requestId: '1', logicalId: 'Hold', physicalId: 'h' },
      ...{ responseUrl: 'https://answer', endpoints: ['dev-orders-target'], instances: [], after: 'b' },
      ...{ at: at(0).toISOString(), answerBy: at(50).toISOString() },
      ...over,
    },
  };
}

const arn = (name: string) => `arn:aws:dms:eu-west-1:000000000000:endpoint:${name}`;
const uses = { source: arn('s'), target: arn('t'), replicationInstance: 'arn:x:rep:i' };
const task = (status: string, over: Partial<Task> = {}): Task => ({
  ...{ arn: 'arn:task', identifier: 'dev-sales-orders', status, mode: 'cdc' },
  ...over,
});
const job = Replication.parse({
  ...desiredFor('sales/orders', 'dev-sales-orders'),
  ...{ desired: 'running', taskArn: 'arn:task' },
  endpoints: {
    sourceEndpointArn: uses.source,
    targetEndpointArn: uses.target,
    replicationInstanceArn: uses.replicationInstance,
  },
});
/** The job, whose task DMS has not listed for some minutes, ten minutes after the request. */
const missing = (minutes: number) => ({
  ...job,
  seen: { status: 'gone', since: at(10 - minutes).toISOString() },
});
const run = (over: Partial<InFlightRun> = {}): InFlightRun => ({
  ...{ run: 'run-1', forJob: 'sales/daily', execution: 'e', since: at(0).toISOString(), uses },
  ...{ goal: 'load-finished', touchedAt: at(0).toISOString() },
  ...over,
});
const waits = { until: at(600).toISOString(), leased: true, limits: [], text: 'waiting' };
const nothing: HoldFacts = {
  ...{ stack: 'UPDATE_IN_PROGRESS', tasks: [], inFlightRuns: [], admitted: [], replications: [] },
  engineVersions: undefined,
};
const decided = (facts: Partial<HoldFacts>, minutes: number, of = hold({}, [uses.target])) =>
  decideHold(of, { ...nothing, ...facts }, at(minutes));

describe('a deployment', () => {
  test.each<[string, Partial<HoldFacts>, number, string]>([
    ['goes on at once when nothing has used what changes', {}, 0, 'SUCCESS'],
    ['waits for polls that began before', { replications: [job], tasks: [task('stopped')] }, 1, 'wait'],
    ['goes on when the task is stopped', { replications: [job], tasks: [task('stopped')] }, 2, 'SUCCESS'],
    ['waits for a task that stops', { replications: [job], tasks: [task('stopping')] }, 10, 'wait'],
    [
      'waits for a task that has not begun to stop',
      { replications: [job], tasks: [task('running')] },
      3,
      'wait',
    ],
    ['waits for the task of somebody else', { tasks: [task('running')] }, 10, 'wait'],
    ['waits for a run', { inFlightRuns: [run()] }, 10, 'wait'],
    ['does not wait for a run that waits', { inFlightRuns: [run({ waits })] }, 0, 'SUCCESS'],
    ['waits for a run that is admitted', { inFlightRuns: [run({ waits })], admitted: ['run-1'] }, 5, 'wait'],
    ['waits for a run of an earlier version', { inFlightRuns: [run({ uses: undefined })] }, 5, 'wait'],
    [
      'does not wait for a run that uses something else',
      { inFlightRuns: [run({ uses: { ...uses, target: arn('other') } })] },
      0,
      'SUCCESS',
    ],
    ['waits for the task of a CDC job that DMS does not list', { replications: [job] }, 10, 'wait'],
    ['waits for a task that has been missing for two minutes', { replications: [missing(2)] }, 10, 'wait'],
    ['goes on without a task that is gone for good', { replications: [missing(3)] }, 10, 'SUCCESS'],
    ['waits while DMS does not answer', { tasks: undefined }, 10, 'wait'],
    ['waits while runs cannot be read', { inFlightRuns: undefined }, 10, 'wait'],
    [
      'waits for polls that began before when CDC jobs cannot be read',
      { replications: undefined },
      1,
      'wait',
    ],
    ['goes on without the CDC jobs when no task runs', { replications: undefined }, 2, 'SUCCESS'],
    [
      'waits for a task also when CDC jobs cannot be read',
      { replications: undefined, tasks: [task('running')] },
      10,
      'wait',
    ],
    ['is refused after 50 minutes', { inFlightRuns: [run()] }, 50, 'FAILED'],
    ['is refused when nobody knows what runs', { tasks: undefined }, 50, 'FAILED'],
  ])('%s', (_name, facts, minutes, expected) => {
    const step = decided(facts, minutes);
    expect(step.do === 'answer' ? step.answer.status : step.do).toBe(expected);
  });

  test('is refused with the names of what it waits for', () => {
    const tasks = [
      task('running', { mode: 'full-load-and-cdc', statistics: loading }),
      task('running', { arn: 'arn:other', identifier: 'their-task' }),
    ];
    const step = decided({ tasks, replications: [job], inFlightRuns: [run()] }, 50);
    expect(step).toEqual({
      do: 'answer',
      answer: {
        status: 'FAILED',
        at: at(50).toISOString(),
        reason:
          'dev-orders-target cannot be changed while this uses it: sales/daily (run run-1); sales/orders, which loads tables; the task their-task, running, which no job has. Deploy again when it has ended',
      },
    });
  });

  test.each([
    ['3.5.4', '3.6.1', 'FAILED'],
    ['3.6.1', '3.6.1', 'wait'],
    ['3.6.1', '3.5.4', 'wait'],
    ['3.6.1', undefined, 'wait'],
  ])('to engine version %s, when the instance has %s: %s', (wanted, present, expected) => {
    const engineVersions = new Map(present === undefined ? [] : [['lakeferry-dev', present]]);
    const of = hold({ instances: ['lakeferry-dev'], engineVersions: { 'lakeferry-dev': wanted } }, [
      uses.target,
    ]);
    const step = decided({ engineVersions, inFlightRuns: [run()] }, 1, of);
    expect(step.do === 'answer' ? step.answer.status : step.do).toBe(expected);
    if (step.do === 'answer')
      expect(step.answer.reason).toBe(
        `lakeferry-dev has engine version ${present}, and DMS never takes it back to ${wanted}. Write engine-version: ${present}, or a newer one, in the file of the environment, and deploy again`,
      );
  });

  test('names some of very many', () => {
    const tasks = Array.from({ length: 1000 }, (_, nth) =>
      task('running', { arn: `arn:${nth}`, identifier: `a-task-with-a-long-identifier-${nth}` }),
    );
    const step = decided({ tasks }, 50);
    const reason = step.do === 'answer' ? (step.answer.reason ?? '') : '';
    expect(reason).toContain('and 980 more');
    expect(Buffer.byteLength(reason)).toBeLessThan(3000);
  });

  test('has its answer sent until that is recorded', () => {
    const answer = { status: 'SUCCESS', at: at(1).toISOString() } as const;
    expect(decided({ inFlightRuns: [run()] }, 3, hold({ answer }, [uses.target]))).toEqual({ do: 'send' });
    const sentAt = at(2).toISOString();
    expect(decided({}, 3, hold({ answer, sentAt }, [uses.target]))).toEqual({ do: 'wait' });
  });

  test('waits while the ARNs of what changes are not found', () => {
    expect(decided({}, 5, hold())).toEqual({ do: 'wait' });
  });
});

const loading = { tablesLoaded: 1, tablesLoading: 1, tablesQueued: 0, tablesErrored: 0 };

test.each<[string, Partial<HoldFacts>, boolean]>([
  ['a CDC task that replicates', { tasks: [task('running')] }, false],
  [
    'a CDC task that loads',
    { tasks: [task('running', { mode: 'full-load-and-cdc', statistics: loading })] },
    true,
  ],
  ['a task of somebody else', { tasks: [task('running', { arn: 'arn:other' })] }, true],
  ['a run', { inFlightRuns: [run()] }, true],
  ['a run that waits', { inFlightRuns: [run({ waits })], tasks: [task('stopped')] }, false],
  ['a CDC task that DMS does not list', {}, true],
  ['tasks that DMS does not describe', { tasks: undefined }, true],
  ['runs that cannot be read', { inFlightRuns: undefined }, true],
  ['CDC jobs that cannot be read', { replications: undefined, tasks: [task('running')] }, true],
  ['nothing', { tasks: [task('stopped')] }, false],
])('a deployment waits for %s before CDC tasks stop', (_name, facts, expected) => {
  const known = { ...nothing, replications: [job], ...facts };
  expect(waitsForLoads(hold({}, [uses.target]), known, at(1))).toBe(expected);
  const answer = { status: 'SUCCESS', at: at(1).toISOString() } as const;
  expect(waitsForLoads(hold({ answer }, [uses.target]), known, at(1))).toBe(false);
});

describe('a hold ends', () => {
  test.each([
    ['UPDATE_COMPLETE', 2, 'release'],
    ['UPDATE_ROLLBACK_COMPLETE', 2, 'release'],
    ['UPDATE_ROLLBACK_FAILED', 2, 'release'],
    ['UPDATE_FAILED', 2, 'release'],
    ['DELETE_COMPLETE', 2, 'release'],
    ['gone', 2, 'release'],
    ['UPDATE_COMPLETE', 0.5, 'answer'],
    ['UPDATE_IN_PROGRESS', 30, 'answer'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 30, 'answer'],
    [undefined, 30, 'answer'],
  ])('%s after %s minutes: %s', (stack, minutes, expected) => {
    expect(decided({ stack }, minutes).do).toBe(expected);
  });

  test('at its deadline, and says that the deployment has not ended', () => {
    for (const stack of ['UPDATE_IN_PROGRESS', undefined]) {
      const step = decided({ stack }, 120);
      expect(step.do === 'release' && step.because).toContain(
        'the deployment of lakeferry-dev-sales had not ended at 12:00 UTC',
      );
    }
  });

  test('without a request at its deadline', () => {
    const plain = { name: 'by hand', reason: 'maintenance', until: at(5).toISOString() };
    expect(decideHold(plain, nothing, at(4))).toEqual({ do: 'wait' });
    expect(decideHold(plain, nothing, at(5))).toEqual({ do: 'release' });
  });
});

test('a cleanup changes nothing any more, and every other progress may', () => {
  expect(isTerminal('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')).toBe(true);
  expect(isTerminal('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')).toBe(true);
  expect(isTerminal('CREATE_IN_PROGRESS')).toBe(false);
  expect(isTerminal('DELETE_IN_PROGRESS')).toBe(false);
});
