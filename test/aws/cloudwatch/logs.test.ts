import { CloudWatchLogsClient, type FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { createLogs } from '../../../aws/cloudwatch/logs';

type Answer = { readonly events?: readonly object[]; readonly nextToken?: string } | Error;

/** Client that gives these answers, the last one again and again. Records its requests. */
function scripted(...answers: readonly Answer[]) {
  const asked: object[] = [];
  const client = Object.assign(new CloudWatchLogsClient({ region: 'eu-west-1' }), {
    send: async ({ input }: FilterLogEventsCommand) => {
      asked.push(input);
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { logs: createLogs(client), asked };
}

const named = (name: string, message: string) => Object.assign(new Error(message), { name });
const query = { group: 'g', from: new Date(1000), to: new Date(2000) };
const event = (id: number) => ({ eventId: String(id), timestamp: id, message: `line ${id}` });

test('reads page after page, empty ones too, and asks for one time, one stream or one text', async () => {
  const { logs, asked } = scripted(
    { events: [event(1)], nextToken: 'a' },
    { events: [], nextToken: 'b' },
    { events: [event(2)] },
  );
  expect(await logs.find({ ...query, containing: 'sales.orders.1' }, 10)).toEqual({
    kind: 'events',
    isComplete: true,
    events: [1, 2].map((id) => ({ id: String(id), at: new Date(id), message: `line ${id}` })),
  });
  expect(asked).toEqual(
    [undefined, 'a', 'b'].map((nextToken) => ({
      ...{ logGroupName: 'g', filterPattern: '"sales.orders.1"', startTime: 1000, endTime: 2001, nextToken },
    })),
  );
  const other = scripted({});
  await other.logs.find({ ...query, stream: 's' }, 1);
  expect(other.asked).toMatchObject([{ logStreamNames: ['s'] }]);
});

test('calls are bounded: so many pages and no more, and the answer says that lines are missing', async () => {
  const { logs, asked } = scripted({ events: [event(1)], nextToken: 'again' });
  expect(await logs.find(query, 3)).toMatchObject({ isComplete: false, events: { length: 3 } });
  expect(asked).toHaveLength(3);
});

test.each([
  ['ResourceNotFoundException', 'The specified log group does not exist.', { kind: 'absent', what: 'group' }],
  [
    'ResourceNotFoundException',
    'The specified log stream does not exist.',
    { kind: 'absent', what: 'stream' },
  ],
  ['AccessDeniedException', 'User is not authorized', { kind: 'forbidden' }],
])('%s: %s', async (name, message, expected) => {
  expect(await scripted(named(name, message)).logs.find(query, 1)).toEqual(expected);
});

test('other errors say which log was read', async () => {
  const { logs } = scripted(named('ThrottlingException', 'Rate exceeded'));
  await expect(logs.find(query, 1)).rejects.toMatchObject({
    name: 'Throttled',
    message: 'reading the log group g: ThrottlingException: Rate exceeded',
  });
});
