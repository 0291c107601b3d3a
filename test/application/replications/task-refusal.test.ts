import { type TaskAction, taskActions, taskRefusalOf } from '../../../application/replications/task-refusal';
import { taskStatuses } from '../../../core/model/task-status';

const refusal = (action: TaskAction, status: string) =>
  taskRefusalOf(action, { arn: 'arn', identifier: 'x', status });

/** Statuses in which a task takes the action; in every other it is refused. */
const allowed: Readonly<Record<TaskAction, readonly string[]>> = {
  start: ['ready'],
  resume: ['stopped', 'failed', 'failed-move'],
  // A task that is down or about to be is wanted down from now on.
  stop: ['running', 'stopping', 'stopped', 'failed', 'failed-move'],
  reload: ['running'],
};

describe.each(taskActions.map((action) => [action]))('%s', (action) => {
  it.each(taskStatuses.map((status) => [status]))('of a task that is %s is taken or refused', (status) => {
    expect(refusal(action, status) === undefined).toBe(allowed[action].includes(status));
  });

  it('is refused for an unknown status', () => {
    expect(refusal(action, 'hibernating')).toBe('unknown-status');
  });
});

it('without a task only start is taken', () => {
  expect(taskActions.map((action) => [action, taskRefusalOf(action, undefined)])).toEqual([
    ['start', undefined],
    ['resume', 'no-task'],
    ['stop', 'no-task'],
    ['reload', 'no-task'],
  ]);
});

it('names what the other action would do', () => {
  expect(refusal('start', 'stopped')).toBe('ran-before');
  expect(refusal('resume', 'ready')).toBe('never-started');
  expect(refusal('resume', 'running')).toBe('already-running');
  expect(refusal('reload', 'failed')).toBe('not-running');
});
