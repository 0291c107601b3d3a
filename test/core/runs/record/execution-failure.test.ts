import { executionFailure } from '../../../../core/runs/record/execution-failure';
import { explainFailure } from '../../../../core/runs/verdict/explain';
import { judge, verdictOfFailure } from '../../../../core/runs/verdict/verdict';

test('an execution that a person stopped gives a stopped run, with the person’s reason', () => {
  const failure = executionFailure('ABORTED', { error: 'Changed', cause: 'my mind' });
  expect(failure).toMatchObject({
    error: 'ExecutionAborted',
    cause: expect.stringContaining('Changed: my mind'),
  });
  const expected = { outcome: 'stopped', findings: [{ code: 'stopped-by-person' }] };
  expect(verdictOfFailure(failure)).toMatchObject(expected);
  expect(judge({ tables: [], expected: [], allowTableErrors: false, failure })).toMatchObject(expected);
});

test.each(['TIMED_OUT', 'FAILED', 'unknown'])(
  'an execution that ended as %s gives a failed run',
  (status) => {
    const failure = executionFailure(status, { error: undefined, cause: undefined });
    expect(failure).toMatchObject({ error: 'ExecutionEnded', cause: expect.stringContaining(status) });
    expect(verdictOfFailure(failure)).toMatchObject({
      outcome: 'failed',
      findings: [{ code: 'state-failed' }],
    });
  },
);

test.each(['ConnectionTestInProgress', 'TaskBusy', 'AwsRefused', 'ExecutionAborted'])(
  '%s has a fix',
  (error) => {
    expect(explainFailure({ error })?.fix).toBeDefined();
  },
);
