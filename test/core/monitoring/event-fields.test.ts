import { eventFields } from '../../../core/monitoring/event-fields';
import { jobOfRun } from '../../../core/runs/record/run-identity';
import { scheduledInput } from '../../helpers/runs/run-input';

const run = 'sales.orders-daily.20260301T100000Z';
const job = 'sales/orders-daily';

test.each<[string, unknown, object]>([
  ['a step of a run', { run, token: 't' }, { run, job }],
  ['the first step, which has the input only', { execution: 'e', input: scheduledInput() }, { job }],
  ['the last step of a run that was never opened', { run: null, input: scheduledInput() }, { job }],
  [
    'an execution that failed',
    { source: 'aws.states', detail: { input: JSON.stringify(scheduledInput()) } },
    { job },
  ],
  ['an execution with an input that is not ours', { source: 'aws.states', detail: { input: 'x' } }, {}],
  ['the poll of the minute', { source: 'lakeferry.schedule', 'detail-type': 'Poll' }, {}],
  ['another run id', { run: 'x' }, {}],
  ['no event', null, {}],
])('%s names its run and job', (_what, event, fields) => {
  expect(eventFields(event)).toEqual(fields);
});

test('the job is in the id of a run', () => {
  expect(jobOfRun('a-1.b-2.20260301T100000Z-reload')).toBe('a-1/b-2');
  expect(jobOfRun('a/b.c.d')).toBeUndefined();
});
