import { type History, historyOf } from '../../aws/history/history';
import { newInFlightRun, newRun } from '../../core/runs/record/new-run';
import { closeRun } from '../../functions/close-run/close-run';
import { closeOrphan } from '../../functions/poll-tasks/abandon';
import { memoryTable } from '../helpers/runs/memory-history';
import { scheduledInput } from '../helpers/runs/run-input';

const now = new Date('2026-03-01T10:00:00.000Z');
const input = scheduledInput();
const record = newRun(input, 'arn:first', 400, now);
const { run, jobKey } = record;
const failure = { state: 'LoadTables', error: 'Boom', cause: 'no' };

/** History whose conditional deletes are performed twice, as by the SDK after a lost response. The second one answers. */
async function openedRun(): Promise<History> {
  const table = memoryTable();
  const history = historyOf({
    ...table,
    deleteWhere: async (...given) => {
      await table.deleteWhere(...given);
      return table.deleteWhere(...given);
    },
  });
  await history.openRun(record);
  await history.openInFlightRun(newInFlightRun(record));
  await history.takeLease(jobKey, { run, execution: 'arn:first', takenAt: now.toISOString() });
  return history;
}

/** Seed 260 of the simulation: the lease stayed, because the condition of the repeated delete failed. */
test.each<readonly [string, (history: History) => Promise<unknown>]>([
  [
    'CloseRun',
    (history) =>
      closeRun({ history }, { run, execution: 'arn:first', input, failure, leftBehind: null }, now),
  ],
  ['a poll', (history) => closeOrphan(history, newInFlightRun(record), failure, now)],
])('%s releases the lease, although the response of a delete was lost', async (_who, close) => {
  const history = await openedRun();
  await close(history);
  expect(await history.inFlightRuns()).toEqual([]);
  expect(await history.lease(jobKey)).toBeUndefined();
});

test('a task that was recorded in the meantime keeps the run in flight, and its lease', async () => {
  const history = await openedRun();
  await history.inFlightRunHasTask(run, { identifier: 'task', arn: 'arn:task' });
  await closeOrphan(history, newInFlightRun(record), failure, now);
  expect(await history.inFlightRuns()).toHaveLength(1);
  expect(await history.lease(jobKey)).toBeDefined();
});

/** Seed 35 of 0.04 days: the lease stayed, because the item that the next poll would have found was removed before. */
test.each(['closeRun', 'releaseLease', 'closeInFlightRun'] as const)(
  'a poll that is killed at %s leaves the rest to the next one',
  async (fatal) => {
    const history = await openedRun();
    const killed: History = { ...history, [fatal]: () => Promise.reject(new Error('killed')) };
    const inFlightRun = newInFlightRun(record);
    await expect(closeOrphan(killed, inFlightRun, failure, now)).rejects.toThrow('killed');
    expect(await history.inFlightRuns()).toHaveLength(1);
    await closeOrphan(history, inFlightRun, failure, now);
    expect(await history.inFlightRuns()).toEqual([]);
    expect(await history.lease(jobKey)).toBeUndefined();
  },
);
