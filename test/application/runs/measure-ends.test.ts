import { measureEnds } from '../../../application/runs/measure-ends';
import { missedRun } from '../../../core/runs/job/missed-run';
import { newRun } from '../../../core/runs/record/new-run';
import { verdictWithout } from '../../../core/runs/verdict/verdict';
import { memoryHistory } from '../../helpers/runs/memory-history';
import { Reported } from '../../helpers/runs/reporting';
import { scheduledInput } from '../../helpers/runs/run-input';

test('a run is measured by the close that closes it, however often it is closed', async () => {
  const reported = new Reported();
  const history = measureEnds(memoryHistory(), reported.emitter);
  const { run } = await history.openRun(
    newRun(scheduledInput(), 'execution', 30, new Date('2026-03-01T10:00:00Z')),
  );
  const otherwise = verdictWithout('failed', 'not-judged', 'x');
  for (const minute of ['05', '06', '07'])
    await history.closeRun(run, { at: `2026-03-01T10:${minute}:00.000Z`, otherwise });
  expect(reported.values).toEqual([
    { name: 'RunsEnded', value: 1, outcome: 'failed', run },
    { name: 'RunDuration', value: 300, outcome: 'failed', run },
    { name: 'RowsLoaded', value: 0, run },
    { name: 'TablesInError', value: 0, run },
  ]);
});

test('a missed run is measured when it is recorded, and not again; a run that opens is not', async () => {
  const reported = new Reported();
  const history = measureEnds(memoryHistory(), reported.emitter);
  const { job, plan } = scheduledInput();
  const due = { at: '2026-03-01T10:00:00Z' };
  for (const minute of ['20', '21'])
    await history.openRun(missedRun(job, due, plan, 30, new Date(`2026-03-01T10:${minute}:00Z`)));
  const late = newRun(scheduledInput(), 'execution', 30, new Date('2026-03-01T10:30:00Z'));
  await history.openRun(late);
  expect(reported.values).toEqual([{ name: 'RunsEnded', value: 1, outcome: 'missed', run: late.run }]);
});
