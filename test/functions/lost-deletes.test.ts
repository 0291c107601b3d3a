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

type Close = (history: History) => Promise<unknown>;
const closeByFunction: Close = (history) =>
  closeRun({ history }, { run, execution: 'arn:first', input, failure, leftBehind: null }, now);
const closeByPoll: Close = (history) => closeOrphan(history, newInFlightRun(record), failure, now);

/**
 * Seed 35 of 0.04 days, and seed 996 of 0.05: the lease stayed, because the item that a later poll would have found was removed
 * before. CloseRun may have used all its retries when it is killed.
 */
test.each(
  (['closeRun', 'releaseLease', 'closeInFlightRun'] as const).flatMap((fatal) => [
    [fatal, 'CloseRun', closeByFunction] as const,
    [fatal, 'a poll', closeByPoll] as const,
  ]),
)('killed at %s, %s leaves the rest to a poll', async (fatal, _who, close) => {
  const history = await openedRun();
  const killed: History = { ...history, [fatal]: () => Promise.reject(new Error('killed')) };
  await expect(close(killed)).rejects.toThrow('killed');
  expect(await history.inFlightRuns()).toHaveLength(1);
  await closeByPoll(history);
  expect(await history.inFlightRuns()).toEqual([]);
  expect(await history.lease(jobKey)).toBeUndefined();
});
