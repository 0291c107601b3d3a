import { DrivenClock } from '../../../local/clock';
import { MetricStore } from '../../../local/cloudwatch/metrics';
import { ServiceMetrics } from '../../../local/cloudwatch/service-metrics';

test('a redrive is no start, and its end counts as one of an execution and one of a redriven execution', () => {
  const counts: Record<string, number> = {};
  const store = new MetricStore([]);
  store.put = ({ namespace, name }) => {
    counts[`${namespace} ${name}`] = (counts[`${namespace} ${name}`] ?? 0) + 1;
  };
  const metrics = new ServiceMetrics(new DrivenClock(new Date('2026-03-01T12:00:00Z')), store);
  const changes = [
    ['RUNNING', 0],
    ['FAILED', 0],
    ['RUNNING', 1],
    ['ABORTED', 1],
    ['RUNNING', 2],
    ['SUCCEEDED', 2],
  ] as const;
  for (const [status, redriveCount] of changes)
    metrics.event({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      resources: [],
      detail: { status, redriveCount, stateMachineArn: 'arn' },
    });
  expect(counts).toEqual({
    'AWS/States ExecutionsStarted': 1,
    'AWS/States ExecutionsFailed': 1,
    'AWS/States ExecutionsRedriven': 2,
    'AWS/States ExecutionsAborted': 1,
    'AWS/States RedrivenExecutionsAborted': 1,
    'AWS/States ExecutionsSucceeded': 1,
    'AWS/States RedrivenExecutionsSucceeded': 1,
  });
});
