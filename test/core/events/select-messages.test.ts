import type { OutboxMessage } from '../../../core/events/outbox-message';
import { byJob, nextTry, selectMessages } from '../../../core/events/select-messages';

const now = new Date('2026-03-01T12:00:00.000Z');

function message(forJob: string, minute: number, over: Partial<OutboxMessage> = {}): OutboxMessage {
  const at = new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString();
  const id = `${forJob}-${minute}#ended`;
  return { id, forJob, at, about: { kind: 'run-ended', run: 'run' }, ...over };
}

const ids = (found: readonly OutboxMessage[]) =>
  found.map(({ forJob, at }) => `${forJob} ${at.slice(14, 16)}`);

it('the oldest is first, and one that failed before is behind those that nobody tried', () => {
  const waiting = [
    message('a', 3),
    message('b', 1, { attempts: 2 }),
    message('c', 2),
    message('d', 0, { attempts: 1 }),
  ];
  expect(ids(selectMessages(waiting, now, 10))).toEqual(['c 02', 'a 03', 'd 00', 'b 01']);
  expect(ids(selectMessages(waiting, now, 1))).toEqual(['c 02']);
});

it('one that another poll has, or that waits after a failure, is left out', () => {
  const waiting = [
    message('a', 1, { notBefore: '2026-03-01T12:00:01.000Z' }),
    message('b', 1, { notBefore: '2026-03-01T11:59:59.000Z' }),
  ];
  expect(ids(selectMessages(waiting, now, 10))).toEqual(['b 01']);
});

it('a load of thousands of files delays no other job, and its files stay in their order', () => {
  const files = Array.from({ length: 50 }, (_, index) => message('load', index));
  const selected = selectMessages([...files, message('late', 59)], now, 20);
  expect(ids(selected)).toContain('late 59');
  expect(ids(selected).filter((one) => one.startsWith('load'))).toEqual(ids(files.slice(0, 19)));
});

it('messages of a job are settled in their order, whatever was tried before', () => {
  const groups = byJob([message('a', 5), message('b', 1), message('a', 2, { attempts: 3 })]);
  expect(groups.map(ids)).toEqual([['a 02', 'a 05'], ['b 01']]);
});

it('pauses grow to ten minutes', () => {
  const pauses = [undefined, 1, 5, 9, 100].map(
    (attempts) => Date.parse(nextTry({ attempts }, now)) - now.getTime(),
  );
  expect(pauses).toEqual([59_000, 119_000, 359_000, 599_000, 599_000]);
});
