import { LambdaClient } from '@aws-sdk/client-lambda';
import { createTriggerPoll } from '../../aws/poll-trigger';
import { PollTrigger } from '../../cli/poll-trigger';
import { pollEventOf } from '../../core/runs/record/poll-event';
import { verdictWithout } from '../../core/runs/verdict/verdict';

const arn = 'arn:aws:dms:eu-west-1:000000000000:task:ABC';
const started = {
  task: { identifier: 't', arn },
  phases: { opened: '2026-03-01T10:00:00Z', startRequested: '2026-03-01T10:00:00Z' },
};

async function looks(asker: PollTrigger, record: Parameters<PollTrigger['look']>[0], times: number) {
  for (let look = 0; look < times; look += 1) await asker.look(record);
}

test('C4: who waits for a run asks the poll every five seconds, five minutes at most', async () => {
  const asked: string[] = [];
  const asker = new PollTrigger(async (task) => void asked.push(task));
  await looks(asker, started, 9);
  expect(asked).toEqual([]);
  await looks(asker, started, 1);
  expect(asked).toEqual([arn]);
  await looks(asker, started, 2_000);
  expect(asked).toHaveLength(60);
});

test.each([
  ['before its task is started', { ...started, phases: { opened: '2026-03-01T10:00:00Z' } }],
  ['without a task', { phases: started.phases }],
  [
    'once it is judged',
    {
      ...started,
      verdict: verdictWithout('succeeded', 'state-failed', ''),
    },
  ],
])('the poll is not asked for a run %s', async (_when, record) => {
  const asked: string[] = [];
  await looks(new PollTrigger(async (task) => void asked.push(task)), record, 100);
  expect(asked).toEqual([]);
});

test('who may not invoke the poll is refused once and waits on', async () => {
  let asked = 0;
  const asker = new PollTrigger(async () => {
    asked += 1;
    throw new Error('AccessDeniedException');
  });
  await looks(asker, started, 100);
  expect(asked).toBe(1);
});

test('the poll is woken without waiting for it, for this one task', async () => {
  const sent: { input: { InvocationType?: string; Payload?: string } }[] = [];
  const client = Object.assign(new LambdaClient({ region: 'eu-west-1' }), {
    send: async (command: (typeof sent)[number]) => void sent.push(command),
  });
  await createTriggerPoll('poll-tasks', client)(arn);
  expect(sent[0]?.input.InvocationType).toBe('Event');
  expect(pollEventOf(JSON.parse(sent[0]?.input.Payload ?? ''))).toEqual({ kind: 'tasks', taskArns: [arn] });
});
