import { correctedId, endedId } from '../../../core/events/outbox-message';
import { newRun } from '../../../core/runs/record/new-run';
import { verdictWithout } from '../../../core/runs/verdict/verdict';
import { memoryHistory } from '../../helpers/runs/memory-history';
import { scheduledInput } from '../../helpers/runs/run-input';

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString();
const good = { ...verdictWithout('succeeded', 'not-judged', ''), findings: [], findingCount: 0 };

async function judgedRun() {
  const history = memoryHistory();
  const { run } = await history.openRun(newRun(scheduledInput(), 'execution', 400, new Date(at(0))));
  await history.recordVerdict(run, good, at(1), 'snapshot');
  await history.beginShowing(run);
  return { history, run };
}

/** Seed 223 of the simulation: every invocation of PublishSnapshot died after the pointer had moved. */
test('a run that was closed as failed, and whose publish turns out to have moved the pointer, is corrected in public', async () => {
  const { history, run } = await judgedRun();
  const otherwise = verdictWithout('failed', 'state-failed', 'PublishSnapshot: Runtime.ExitError');
  await history.closeRun(run, { at: at(2), otherwise });
  expect((await history.run(run))?.verdict?.outcome).toBe('failed');

  await history.recordPublished(run, at(2), undefined, [], at(90));
  await history.recordPublished(run, at(2), undefined, [], at(91));
  expect((await history.run(run))?.verdict?.outcome).toBe('succeeded');
  expect((await history.outbox()).map(({ id, at: noticed }) => [id, noticed])).toEqual([
    [correctedId(run), at(90)],
    [endedId(run), at(2)],
  ]);
});

test('a run that was not closed before its publish has one message', async () => {
  const { history, run } = await judgedRun();
  await history.recordPublished(run, at(2));
  await history.closeRun(run, { at: at(3), otherwise: good });
  expect((await history.run(run))?.verdict?.outcome).toBe('succeeded');
  expect((await history.outbox()).map(({ id }) => id)).toEqual([endedId(run)]);
});
