import type { History } from '../../../../aws/history/history';
import { waitingText } from '../../../../core/runs/record/run-record';
import { newInFlightRun, newRun } from '../../../../core/runs/record/new-run';
import { startTestHistory, type TestHistory } from '../../../helpers/runs/history-table';
import { endpoints, scheduledInput } from '../../../helpers/runs/run-input';

let started: TestHistory;
let history: History;
beforeAll(async () => {
  started = await startTestHistory();
  history = started.history;
});
afterAll(() => started.stop());

const at = '2026-03-01T10:00:00.000Z';
const waits = { until: '2026-03-02T10:00:00.000Z', leased: false, limits: [], text: 'waiting for x' };

async function inFlight(hour: number): Promise<string> {
  const record = newRun(scheduledInput({}, `2026-03-01T0${hour}:00:00Z`), 'arn:x', 400, new Date(at));
  await history.openRun(record);
  await history.openInFlightRun(newInFlightRun(record));
  return record.run;
}

test('of two decisions about the same admissions, one is stored', async () => {
  const [one, other] = [await history.admissions(), await history.admissions()];
  expect(one.given).toEqual([]);
  expect(await history.admitRuns(one, ['a'])).toBe(true);
  expect(await history.admitRuns(other, ['b'])).toBe(false);
  const next = await history.admissions();
  expect(next).toMatchObject({ given: ['a'] });
  expect(await history.admitRuns(next, [])).toBe(true);
  expect(await history.admitRuns(next, ['b'])).toBe(false);
});

test('a wait ends once, and does not begin again', async () => {
  const run = await inFlight(1);
  expect(await history.inFlightRunWaits(run, waits)).toMatchObject({
    waits,
    uses: { source: endpoints.sourceEndpointArn, replicationInstance: endpoints.replicationInstanceArn },
  });
  expect(await history.inFlightRunWaits(run, { ...waits, leased: true })).toMatchObject({
    waits: { leased: true },
  });
  const begun = await history.endWait(run, at);
  expect(begun).toMatchObject({ admittedAt: at });
  expect(begun?.waits).toBeUndefined();
  expect(await history.endWait(run, at)).toBeUndefined();
  expect(await history.inFlightRunWaits(run, waits)).toBeUndefined();
});

test('an orphan and a run that is not in flight are not admitted, and are not created', async () => {
  const run = await inFlight(2);
  await history.inFlightRunWaits(run, waits);
  await history.orphanInFlightRun(
    run,
    { state: 'Execution', error: 'ExecutionAborted', cause: '' },
    '2026-03-10T10:00:00.000Z',
  );
  expect(await history.endWait(run, at)).toBeUndefined();
  expect(await history.inFlightRunWaits(run, waits)).toBeUndefined();
  await history.closeInFlightRun({ run });
  expect(await history.endWait(run, at)).toBeUndefined();
  expect(await history.inFlightRun(run)).toBeUndefined();
});

test('the record says why a run waits, and since when', async () => {
  const run = await inFlight(3);
  await history.recordWait(run, at, 'waiting for x');
  await history.recordWait(run, '2026-03-01T11:00:00.000Z', 'waiting: 1 of 1 runs of source erp');
  const record = await history.knownRun(run);
  expect(record.phases.waited).toBe(at);
  expect(waitingText(record)).toBe('waiting: 1 of 1 runs of source erp');
  await history.recordPhase(run, 'admitted', at);
  expect(waitingText(await history.knownRun(run))).toBeUndefined();
});
