import { orders, refusalOf } from '../../../cli/replication/task-allows';
import { taskStatuses } from '../../../core/model/task-status';

const job = 'sales/orders-live';
const refusal = (order: (typeof orders)[number], status: string) =>
  refusalOf(order, job, { arn: 'arn', identifier: 'x', status });

/** Where an order goes through; everything else is refused. */
const allowed: Readonly<Record<(typeof orders)[number], readonly string[]>> = {
  start: ['ready'],
  resume: ['stopped', 'failed', 'failed-move'],
  // What is down or on its way is wanted down from now on.
  stop: ['running', 'stopping', 'stopped', 'failed', 'failed-move'],
  reload: ['running'],
};

describe.each(orders.map((order) => [order]))('%s', (order) => {
  it.each(taskStatuses.map((status) => [status]))(
    'of a task that is %s goes through, or says why not',
    (status) => {
      const words = refusal(order, status);
      if (allowed[order].includes(status)) expect(words).toBeUndefined();
      else expect(words).toMatch(/sales\/orders-live/);
    },
  );

  it('of a status that nobody knows is refused by it', () => {
    expect(refusal(order, 'hibernating')).toContain('"hibernating"');
  });
});

describe('without a task', () => {
  it('start makes one; the others say so', () => {
    expect(refusalOf('start', job, undefined)).toBeUndefined();
    for (const order of ['resume', 'stop', 'reload'] as const)
      expect(refusalOf(order, job, undefined)).toBe(
        'sales/orders-live has no task: "lakeferry start sales/orders-live" makes one',
      );
  });
});

it('start and resume point at each other (L8)', () => {
  expect(refusal('start', 'stopped')).toContain('lakeferry resume sales/orders-live');
  expect(refusal('resume', 'ready')).toContain('lakeferry start sales/orders-live');
});
