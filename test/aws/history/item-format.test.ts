import { historyOf } from '../../../aws/history/history';
import { itemFormat } from '../../../aws/history/items/item-format';
import type { Item } from '../../../aws/history/table';
import { holdKey, runKey } from '../../../core/runs/record/history-keys';
import { newRun } from '../../../core/runs/record/new-run';
import { replicationKey } from '../../../core/runs/replication/replication-keys';
import { desiredFor } from '../../helpers/runs/cdc-job';
import { memoryTable } from '../../helpers/runs/memory-history';
import { scheduledInput } from '../../helpers/runs/run-input';
import { Reported } from '../../helpers/runs/reporting';

const now = new Date('2026-03-01T10:00:00.000Z');
const items = new Map<string, Map<string, Item>>();
const reported = new Reported();
const table = memoryTable(items);
const history = historyOf(table, reported.log);
const record = newRun(scheduledInput(), 'arn:execution', 400, now);
const all = () => [...items.values()].flatMap((partition) => [...partition.values()]);
const newer = { set: { v: itemFormat + 1 } };

beforeEach(async () => {
  items.clear();
  await history.openRun(record);
  for (const job of ['sales/one', 'sales/two']) await history.recordDesiredReplication(desiredFor(job, job));
  await history.recordEvent('sales/one', { at: now.toISOString(), kind: 'recovered', detail: '' }, 400);
  await history.hold({ name: 'h', until: '2026-03-02T00:00:00.000Z', reason: 'r' });
});

test('each item carries its format, and a later change of the item keeps it', async () => {
  await history.recordPhase(record.run, 'opened', now.toISOString());
  expect(all().length).toBeGreaterThan(4);
  expect(all().map(({ v }) => v)).toEqual(all().map(() => itemFormat));
});

test('an item of a later version is refused by name, and never read as one of this version', async () => {
  await table.update(runKey(record.run), newer);
  await table.update(holdKey('h'), newer);
  const refused = {
    name: 'NewerHistory',
    message: expect.stringMatching(
      /^a newer version of Lakeferry has written the item .* \(format 2, this version knows 1\)/,
    ),
  };
  await expect(history.run(record.run)).rejects.toMatchObject(refused);
  await expect(history.runWithTables(record.run)).rejects.toMatchObject(refused);
  await expect(history.holds()).rejects.toMatchObject(refused);
  const listed = history.runsOfJob(record.jobKey, { limit: 5, now });
  await expect(listed).rejects.toMatchObject(refused);
});

test('a poll leaves out the item of a later version, reports it, and goes on with the others', async () => {
  await table.update(replicationKey('sales/one'), newer);
  expect((await history.replications()).map(({ forJob }) => forJob)).toEqual(['sales/two']);
  expect(JSON.stringify(reported.lines)).toContain(
    'a newer version of Lakeferry has written the item sales/one',
  );
});

test('a value that a later version has added is refused by name, and no other item with it', async () => {
  const event = { at: now.toISOString(), kind: 'invented-later', detail: '' };
  await table.putNew({ pk: 'JOB#sales/one', sk: `EVENT#${event.at}#99#${event.kind}` }, event);
  await expect(history.events('sales/one', 10)).rejects.toMatchObject({
    name: 'NewerHistory',
    message: expect.stringMatching(/^an item of the history is not one of this version of Lakeferry: kind: /),
  });
  expect(await history.replication('sales/one')).toBeDefined();
});

test('an item without a format is one of a version before it', async () => {
  const key = replicationKey('sales/one');
  await table.update(key, { remove: ['v'] });
  expect(await history.replication('sales/one')).toBeDefined();
  await history.forgetHeldTask('sales/one');
  expect((await table.get(key))?.['v']).toBe(itemFormat);
});
