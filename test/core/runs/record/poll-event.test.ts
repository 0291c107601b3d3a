import { readable } from '../../../../core/runs/record/failure';
import { pollEventOf } from '../../../../core/runs/record/poll-event';
import { scheduledInput } from '../../../helpers/runs/run-input';

test.each([
  [
    'a state that begins to wait',
    { run: 'r', goal: 'ready', token: 't' },
    { kind: 'wait', run: 'r', goal: 'ready', token: 't' },
  ],
  [
    'an event of DMS',
    { source: 'aws.dms', resources: ['arn'], detail: { eventType: 'X' } },
    { kind: 'tasks', taskArns: ['arn'] },
  ],
  [
    'a start by DMS',
    { source: 'aws.dms', resources: ['arn'], detail: { eventType: 'REPLICATION_TASK_STARTED' } },
    { kind: 'tasks', taskArns: ['arn'], isStart: true },
  ],
  [
    'an event of DMS without a text',
    { source: 'aws.dms', resources: ['arn'] },
    { kind: 'tasks', taskArns: ['arn'] },
  ],
  ...(
    [
      [{ eventId: 'DMS-EVENT-0091' }, 'paused', /swap files limit reached: .*larger class/],
      [{ eventName: 'DMS-EVENT-0091', detailMessage: 'Reading paused.' }, 'paused', /larger class/],
      [{ eventId: 'DMS-EVENT-0092', detailMessage: 'x' }, 'paused', /x: .*storage-gib/],
      [{ detailMessage: 'Reading paused, disk usage limit reached.' }, 'paused', /storage-gib/],
      [{ detailMessage: 'Reading paused, swap files limit reached.' }, 'paused', /larger class/],
      [{ eventId: 'DMS-EVENT-0093', detailMessage: 'Reading resumed.' }, 'resumed', /^Reading resumed$/],
    ] as const
  ).map(([detail, is, text]): [string, object, object] => [
    `reading ${is} (${JSON.stringify(detail)})`,
    { source: 'aws.dms', resources: ['arn'], detail },
    { kind: 'tasks', taskArns: ['arn'], reading: { is, detail: expect.stringMatching(text) } },
  ]),
  [
    'an execution that ended badly',
    {
      source: 'aws.states',
      detail: { executionArn: 'e', status: 'ABORTED', input: JSON.stringify(scheduledInput()) },
    },
    { kind: 'ended', execution: 'e', status: 'ABORTED', run: 'sales.orders-daily.20260301T100000Z' },
  ],
  [
    'an execution whose input is too large to be in the event',
    { source: 'aws.states', detail: { executionArn: 'e', status: 'FAILED', input: null } },
    { kind: 'ended', execution: 'e', status: 'FAILED', run: undefined },
  ],
  ['an event of DMS that names no task', { source: 'aws.dms', resources: [], detail: {} }, { kind: 'all' }],
  ['the minute', { source: 'aws.scheduler', detail: {} }, { kind: 'all' }],
  ['nothing', {}, { kind: 'all' }],
  ['a token for a goal that nobody knows', { run: 'r', goal: 'moon', token: 't' }, { kind: 'all' }],
])('%s is recognized', (_name, event, expected) => {
  expect(pollEventOf(event)).toEqual(expected);
});

test('the message is taken from Lambda’s JSON; other causes are unchanged', () => {
  const failure = {
    state: 'S',
    error: 'DmsRefused',
    cause: '{"errorMessage":"no","errorType":"DmsRefused","trace":[]}',
  };
  expect(readable(failure).cause).toBe('no');
  expect(readable({ ...failure, cause: 'plain' }).cause).toBe('plain');
  expect(readable({ ...failure, error: 'States.Timeout', cause: '' }).cause).toContain('max-duration');
  expect(readable({ ...failure, cause: '' }).cause).toBe('no cause was given');
});
