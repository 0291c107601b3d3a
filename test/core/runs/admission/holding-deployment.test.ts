import type { Hold } from '../../../../core/runs/admission/hold';
import { holdingDeployment, isHolding } from '../../../../core/runs/admission/holding-deployment';
import type { HoldAnswer } from '../../../../core/runs/admission/hold-request';
import type { InFlightRun } from '../../../../core/runs/record/in-flight-run';

const now = new Date('2026-03-01T10:10:00.000Z');
const uses = { source: 'arn:s', target: 'arn:t', replicationInstance: 'arn:i' };

function hold(answer?: HoldAnswer, until = '2026-03-01T12:00:00.000Z'): Hold {
  return {
    ...{ name: 'lakeferry-dev-sales/Hold', reason: 'deployment of lakeferry-dev-sales', until },
    resources: ['arn:t'],
    request: {
      ...{ stackId: 'arn:x:stack/lakeferry-dev-sales/1', requestId: '1', logicalId: 'Hold', physicalId: 'h' },
      ...{ responseUrl: 'https://answer', endpoints: ['target'], instances: [], after: 'b' },
      ...{ at: '2026-03-01T10:00:00.000Z', answerBy: '2026-03-01T10:50:00.000Z' },
      ...(answer === undefined ? {} : { answer }),
    },
  };
}

const at = '2026-03-01T10:05:00.000Z';
const run = (over: Partial<InFlightRun> = {}): InFlightRun => ({
  ...{ run: 'run-1', forJob: 'sales/daily', execution: 'e', since: at, goal: 'load-finished', touchedAt: at },
  uses,
  ...over,
});
const job = (forJob: string, targetEndpointArn: string) => ({
  forJob,
  taskArn: `arn:task:${forJob}`,
  endpoints: { sourceEndpointArn: 'arn:s', targetEndpointArn, replicationInstanceArn: 'arn:i' },
});
const waiting = { until: at, leased: true, limits: [], text: 'waiting' };
const runs = [
  run(),
  run({ run: 'run-2', waits: waiting }),
  run({ run: 'run-3', uses: { ...uses, target: 'arn:other' } }),
];
const jobs = [job('sales/live', 'arn:t'), job('sales/other', 'arn:other')];

test('a deployment that waits names the runs for which it does, and the CDC jobs that it will stop', () => {
  expect(holdingDeployment(hold(), runs, jobs)).toEqual({
    reason: 'deployment of lakeferry-dev-sales',
    since: '2026-03-01T10:00:00.000Z',
    until: '2026-03-01T12:00:00.000Z',
    state: 'waits',
    waitsFor: ['sales/daily (run run-1)'],
    jobs: ['sales/live'],
  });
});

test('a job whose task is deleted is not held, such as one that was removed', () => {
  const at = '2026-03-01T09:00:00.000Z';
  const live = job('sales/live', 'arn:t');
  const deleted = [
    { ...live, forJob: 'sales/removed', taskArn: undefined },
    { ...live, forJob: 'sales/gone', seen: { status: 'gone', since: at } },
    { ...live, seen: { status: 'running', since: at } },
  ];
  expect(holdingDeployment(hold(), [], deleted).jobs).toEqual(['sales/live']);
});

test.each<[string, Hold, object]>([
  [
    'changes what is held after its answer',
    hold({ status: 'SUCCESS', at }),
    { state: 'changes', waitsFor: [], jobs: ['sales/live'] },
  ],
  [
    'holds nothing after it was refused',
    hold({ status: 'FAILED', reason: 'a load', at }),
    { state: 'refused', refusedBecause: 'a load', waitsFor: [], jobs: [] },
  ],
])('a deployment %s', (_name, given, expected) => {
  expect(holdingDeployment(given, runs, jobs)).toMatchObject(expected);
});

test.each<[string, Hold, boolean]>([
  ['holds until its deadline', hold(), true],
  ['holds nothing after its deadline', hold(undefined, at), false],
  [
    'holds everything while a poll has still to find what it concerns',
    { ...hold(), resources: undefined },
    true,
  ],
  ['of new endpoints holds nothing', { ...hold(), resources: [] }, false],
  ['of new endpoints holds jobs', { ...hold(), resources: [], jobs: ['sales/live'] }, true],
])('a deployment %s', (_name, given, expected) => {
  expect(isHolding(given, now)).toBe(expected);
});
