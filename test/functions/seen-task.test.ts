import { runIdOf } from '../../core/runs/record/run-identity';
import { memoryHistory } from '../helpers/runs/memory-history';
import { scheduledInput } from '../helpers/runs/run-input';
import { RunMachine } from '../helpers/runs/run-machine';

const history = memoryHistory();
let machine: RunMachine;
beforeEach(async () => {
  machine = await new RunMachine(history).open();
});
afterEach(() => machine.stop());

const inputOf = (day: number) => scheduledInput({}, `2026-01-0${day}T04:00:00Z`);

test('a run that succeeds describes its task in polls only', async () => {
  const find = jest.spyOn(machine.dms, 'findTask');
  expect(await machine.finish(machine.start(inputOf(1)))).toBe('SUCCEEDED');
  expect(find).not.toHaveBeenCalled();
});

test('a verdict other than success comes from a description of its own', async () => {
  machine.dms.ending = { status: 'failed', lastFailureMessage: 'Last Error  boom Stop Reason FATAL_ERROR' };
  const find = jest.spyOn(machine.dms, 'findTask');
  expect(await machine.finish(machine.start(inputOf(2)))).toBe('FAILED');
  expect(find).toHaveBeenCalledTimes(1);
  const record = await history.run(runIdOf(inputOf(2)));
  expect(record?.verdict?.findings.map(({ code }) => code)).toContain('task-failed');
});

test('a task that DMS does not delete as it was seen is described, and deleted later', async () => {
  const find = jest.spyOn(machine.dms, 'findTask');
  jest.spyOn(machine.dms, 'deleteTask').mockResolvedValueOnce(false);
  expect(await machine.finish(machine.start(inputOf(3)))).toBe('SUCCEEDED');
  expect([find.mock.calls.length, machine.dms.tasks.size]).toEqual([1, 0]);
});
