import type { Metric } from '../cloudwatch/metrics';
import type { Queue } from './queue';

/** Present number of visible messages per queue, as CloudWatch's metric. None if `now` is not in the time. */
export function queueMetrics(queues: Iterable<Queue>, now: Date, from: Date, to: Date): readonly Metric[] {
  if (now < from || now >= to) return [];
  return [...queues].map((queue) => ({
    namespace: 'AWS/SQS',
    name: 'ApproximateNumberOfMessagesVisible',
    dimensions: { QueueName: queue.name },
    unit: 'Count',
    points: [{ at: now, value: queue.counts().visible }],
  }));
}
