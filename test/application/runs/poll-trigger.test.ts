import { LambdaClient } from '@aws-sdk/client-lambda';
import { PollTrigger } from '../../../application/runs/poll-trigger';
import { createTriggerPoll } from '../../../aws/poll-trigger';
import { pollEventOf } from '../../../core/runs/record/poll-event';
import { verdictWithout } from '../../../core/runs/verdict/verdict';

const arn = 'arn:aws:dms:eu-west-1:000000000000:task:ABC';
const started = {
  task: { identifier: 't', arn },
  phases: { opened: '2026-03-01T10:00:00Z', startRequested: '2026-03-01T10:00:00Z' },
};

async function check(trigger: PollTrigger, record: Parameters<PollTrigger['checked']>[0], times: number) {
  for (let done = 0; done < times; done += 1) await trigger.checked(record);
}

test('a caller that waits for a run triggers the poll every five seconds, for five minutes at most', async () => {
  const triggered: string[] = [];
  const trigger = new PollTrigger(async (task) => void triggered.push(task));
  await check(trigger, started, 9);
  expect(triggered).toEqual([]);
  await check(trigger, started, 1);
  expect(triggered).toEqual([arn]);
  await check(trigger, started, 2_000);
  expect(triggered).toHaveLength(60);
});

test.each([
  ['before its task is started', { ...started, phases: { opened: '2026-03-01T10:00:00Z' } }],
  ['without a task', { phases: started.phases }],
  ['once it has a verdict', { ...started, verdict: verdictWithout('succeeded', 'state-failed', '') }],
])('the poll is not triggered for a run %s', async (_when, record) => {
  const triggered: string[] = [];
  await check(new PollTrigger(async (task) => void triggered.push(task)), record, 100);
  expect(triggered).toEqual([]);
});

test('a caller that may not invoke the poll tries once and waits on', async () => {
  let calls = 0;
  const trigger = new PollTrigger(async () => {
    calls += 1;
    throw new Error('AccessDeniedException');
  });
  await check(trigger, started, 100);
  expect(calls).toBe(1);
});

test('the poll is triggered asynchronously, for this one task', async () => {
  const sent: { input: { InvocationType?: string; Payload?: string } }[] = [];
  const client = Object.assign(new LambdaClient({ region: 'eu-west-1' }), {
    send: async (command: (typeof sent)[number]) => void sent.push(command),
  });
  await createTriggerPoll('poll-tasks', client)(arn);
  expect(sent[0]?.input.InvocationType).toBe('Event');
  expect(pollEventOf(JSON.parse(sent[0]?.input.Payload ?? ''))).toEqual({ kind: 'tasks', taskArns: [arn] });
});
