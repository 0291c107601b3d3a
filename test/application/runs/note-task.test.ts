import { noteTask } from '../../../application/runs/note-task';
import { newInFlightRun, newRun } from '../../../core/runs/record/new-run';
import { isMissingForGood } from '../../../core/runs/task/task-step';
import { memoryHistory } from '../../helpers/runs/memory-history';
import { scheduledInput } from '../../helpers/runs/run-input';

/** Seed 9358 of 0.05 days: an answer with the task between two without it could not be recorded. */
test.each([
  ['each minute', [0, 60, 120, 180], true],
  ['four minutes apart', [0, 240], true],
  ['ten minutes apart', [0, 600], false],
  ['ten minutes apart, and then each minute', [0, 600, 660, 720], false],
  ['for three minutes after a gap', [0, 600, 660, 720, 780], true],
])('answers without the task %s are one absence of three minutes or not', async (_, seconds, isBelieved) => {
  const history = memoryHistory();
  const start = new Date('2026-03-01T10:00:00Z').getTime();
  const opened = newInFlightRun(newRun(scheduledInput(), 'execution', 30, new Date(start)));
  const { run } = opened;
  await history.openInFlightRun({ ...opened, taskIdentifier: 'task', taskArn: 'arn' });
  for (const second of seconds) {
    const stored = await history.inFlightRun(run);
    if (stored !== undefined) await noteTask(history, stored, undefined, new Date(start + second * 1000));
  }
  const last = new Date(start + (seconds.at(-1) ?? 0) * 1000);
  expect(isMissingForGood((await history.inFlightRun(run))?.missingSince, last)).toBe(isBelieved);
});
