import { type TaskAction, taskActions, taskRefusalOf } from '../../../application/replications/task-refusal';
import type { Reason } from '../../../application/use-case-error';
import { endingText } from '../../../cli/errors/ending-shape';
import { reasonText } from '../../../cli/errors/reason-text';
import { taskStatuses } from '../../../core/model/task-status';

const job = 'sales/orders-live';
function textOf(reason: Reason, env: Readonly<Record<string, string>> = {}): string {
  const [, message, fix] = reasonText(reason, env);
  return endingText({ message, fix });
}

function taskText(action: TaskAction, status?: string): string | undefined {
  const task = status === undefined ? undefined : { arn: 'arn', identifier: 'x', status };
  const refusal = taskRefusalOf(action, task);
  if (refusal === undefined) return undefined;
  return textOf({ kind: 'task-refuses', job, action, refusal, ...(status === undefined ? {} : { status }) });
}

describe('a refused action', () => {
  it.each(taskActions.flatMap((action) => taskStatuses.map((status) => [action, status] as const)))(
    '%s of a task that is %s names the job',
    (action, status) => {
      expect(taskText(action, status) ?? job).toContain(job);
    },
  );

  it('start and resume point at each other', () => {
    expect(taskText('start', 'stopped')).toBe(
      'the task of sales/orders-live is stopped and ran before: "lakeferry resume sales/orders-live" continues where it stopped',
    );
    expect(taskText('resume', 'ready')).toContain('"lakeferry start sales/orders-live" starts it');
  });

  it('names an unknown status and a missing task', () => {
    expect(taskText('stop', 'hibernating')).toContain('unknown status "hibernating"');
    expect(taskText('reload')).toBe(
      'sales/orders-live has no task: "lakeferry start sales/orders-live" creates one',
    );
  });
});

describe('an unknown name', () => {
  const unknown = (known: readonly string[], nearest?: string): Reason => ({
    kind: 'unknown-name',
    what: 'job',
    name: 'sales/x',
    known,
    ...(nearest === undefined ? {} : { nearest }),
  });

  it('ends with 3 and offers the nearest name', () => {
    expect(reasonText(unknown(['sales/y'], 'sales/y'), {})).toEqual([
      3,
      '"sales/x" is not a job',
      'did you mean "sales/y"?',
    ]);
  });

  it('lists at most eight names', () => {
    const known = Array.from({ length: 10 }, (_, index) => `j${index}`);
    expect(textOf(unknown(known))).toBe(
      '"sales/x" is not a job: there are j0, j1, j2, j3, j4, j5, j6, j7 and 2 more',
    );
    expect(textOf(unknown([]))).toBe('"sales/x" is not a job: there are none');
  });
});

it('says that a run which has just started may not be the newest of its job yet', () => {
  const reason = { kind: 'too-late-to-cancel', run: 'sales.x.1', job: 'sales/x', because: 'closed' } as const;
  expect(textOf({ ...reason, isNewest: false })).toBe(
    'sales.x.1 is over: "lakeferry show sales.x.1" shows how it ended',
  );
  expect(textOf({ ...reason, isNewest: true })).toBe(
    'sales.x.1, the newest recorded run of sales/x, is over: repeat the command to cancel a run that has just started, which is recorded within seconds',
  );
});

it('says where an environment was searched', () => {
  const reason = {
    kind: 'environment-not-deployed',
    environment: 'prod',
    stack: 'lakeferry-prod-platform',
    others: [],
  } as const;
  expect(textOf(reason)).toMatch(/^environment "prod" is not deployed in this account and region: /);
  expect(textOf(reason, { AWS_ENDPOINT_URL: 'http://x:1' })).toMatch(/not deployed at http:\/\/x:1: /);
  expect(reasonText({ ...reason, others: ['acme-lakeferry-prod-platform'] }, {}).slice(1)).toEqual([
    'environment "prod" is not deployed in this account and region: there is no stack lakeferry-prod-platform, but acme-lakeferry-prod-platform',
    'write its name-prefix in the file of the environment, or set LAKEFERRY_NAME_PREFIX (empty: none)',
  ]);
});

it('shows the error and cause of a run without a verdict, and ends with 2', () => {
  expect(
    reasonText(
      { kind: 'run-not-closed', run: 'r', status: 'FAILED', error: 'States.Timeout', cause: 'late' },
      {},
    ),
  ).toEqual([2, 'the execution of run r ended as FAILED without a verdict: States.Timeout: late']);
});
