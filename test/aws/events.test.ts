import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { createEvents } from '../../aws/events';
import type { EventEntry } from '../../core/events/event-batches';

const time = new Date('2026-03-01T10:00:00.000Z');
const entry = (detail: object): EventEntry => ({
  detailType: 'Lakeferry Run Ended',
  detail: JSON.stringify(detail),
  time,
});

interface Answer {
  readonly Entries: readonly { readonly ErrorCode?: string; readonly ErrorMessage?: string }[];
}

/** A client whose calls `answer` answers. */
function eventBridge(answer: (details: readonly string[]) => Answer) {
  const calls: (readonly string[])[] = [];
  const client = new EventBridgeClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  jest.spyOn(client, 'send').mockImplementation(async (command: unknown) => {
    if (!(command instanceof PutEventsCommand)) throw new Error('not PutEvents');
    const details = (command.input.Entries ?? []).map(({ Detail = '' }) => Detail);
    calls.push(details);
    return answer(details);
  });
  return { client, calls };
}

const good = (details: readonly string[]): Answer => ({ Entries: details.map(() => ({})) });

test('25 events are three calls, and an entry that is refused stops no other', async () => {
  const { client, calls } = eventBridge((details) => ({
    Entries: details.map((detail) =>
      detail.includes('13') ? { ErrorCode: 'InternalFailure', ErrorMessage: 'no' } : {},
    ),
  }));
  const problems = await createEvents('bus', client).put(
    Array.from({ length: 25 }, (_, index) => entry({ index })),
  );
  expect(calls.map(({ length }) => length)).toEqual([10, 10, 5]);
  expect(problems).toHaveLength(25);
  expect(problems.flatMap((problem, index) => (problem === undefined ? [] : [[index, problem]]))).toEqual([
    [13, 'InternalFailure: no'],
  ]);
});

test('a call has less than 1 MiB, and an event that is larger alone is a problem without a call', async () => {
  const { client, calls } = eventBridge(good);
  const text = 'ü'.repeat(200_000);
  const problems = await createEvents('bus', client).put([
    entry({ text }),
    entry({ text: 'x'.repeat(1_000_000) }),
    entry({ text }),
    entry({ text }),
  ]);
  expect(problems).toEqual([
    undefined,
    expect.stringContaining('more than EventBridge takes'),
    undefined,
    undefined,
  ]);
  expect(calls.map(({ length }) => length)).toEqual([2, 1]);
  for (const details of calls)
    expect(details.reduce((sum, detail) => sum + Buffer.byteLength(detail), 0)).toBeLessThan(1_048_576);
});

test('a bus that does not answer is asked once, and every event has the problem', async () => {
  const { client, calls } = eventBridge(() => {
    throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
  });
  const problems = await createEvents('bus', client).put(
    Array.from({ length: 25 }, (_, index) => entry({ index })),
  );
  expect(calls).toHaveLength(1);
  expect(new Set(problems)).toEqual(new Set([expect.stringContaining('ThrottlingException: slow down')]));
});

test('no event is no call', async () => {
  const { client, calls } = eventBridge(good);
  expect(await createEvents('bus', client).put([])).toEqual([]);
  expect(calls).toEqual([]);
});
