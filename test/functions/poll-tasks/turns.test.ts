import { Attempts } from '../../../functions/poll-tasks/attempts';
import { Turns } from '../../../functions/poll-tasks/turns';
import { memoryHistory } from '../../helpers/runs/memory-history';

const items = Array.from({ length: 100 }, (_, nth) => `job-${String(nth).padStart(3, '0')}`);
const atOnce = 10;
let history: ReturnType<typeof memoryHistory>;
let begun: Set<string>;
beforeEach(() => {
  history = memoryHistory();
  begun = new Set();
});

/** One poll of the list. It is late after `most` items, and dies when work never ends. */
async function poll(most: number, end: () => Promise<void> = async () => undefined): Promise<number> {
  const turns = new Turns(new Attempts(), history);
  let count = 0;
  return await turns.each(
    await turns.order('jobs', items, (item) => item),
    { atOnce, isLate: () => count >= most },
    async (item) => {
      count += 1;
      begun.add(item);
      await end();
    },
  );
}

test('a poll without time does the first, and says how many are left', async () => {
  expect(await poll(0)).toBe(99);
  expect(await poll(0)).toBe(99);
  expect([...begun]).toEqual(['job-000', 'job-001']);
});

test('what does not fit into a poll is done by the next ones, and then all begins again', async () => {
  expect(await poll(40)).toBe(60);
  expect(await poll(40)).toBe(60);
  expect(begun.size).toBe(80);
  expect(await poll(40)).toBe(60);
  expect(begun.size).toBe(100);
});

test('polls that are killed while the first items hang come to others each time', async () => {
  const hang = () => new Promise<void>(() => undefined);
  for (let times = 0; times < 10; times += 1) {
    void poll(100, hang);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(begun.size).toBe(100);
});

test('two polls at once do everything, some of it twice', async () => {
  await Promise.all([poll(60), poll(60)]);
  await Promise.all([poll(60), poll(60)]);
  expect(begun.size).toBe(100);
});

test('a history that is refused leaves a poll that begins at the first, and reports it', async () => {
  const attempts = new Attempts();
  const refused = async () => {
    throw new Error('refused');
  };
  const turns = new Turns(attempts, { pollCursors: refused, keepPollCursors: refused });
  const ordered = await turns.order('jobs', items, (item) => item);
  await turns.each(ordered, { atOnce, isLate: () => false }, async (item) => void begun.add(item));
  expect(begun.size).toBe(100);
  expect(() => attempts.report()).toThrow('refused');
});
