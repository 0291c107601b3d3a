import { RunError } from '../../../core/runs/record/run-error';
import { runIdOf } from '../../../core/runs/record/run-identity';
import { memoryHistory } from '../../helpers/runs/memory-history';
import { scheduledInput } from '../../helpers/runs/run-input';
import { RunMachine } from '../../helpers/runs/run-machine';

const input = scheduledInput();

/** Status of a run whose calls of DMS are denied for some minutes, as while a deployment changes a policy. */
async function deniedFor(minutes: number, method: 'createTask' | 'startTask') {
  const history = memoryHistory();
  const machine = await new RunMachine(history).open();
  try {
    const { dms, clock } = machine;
    const work = dms[method].bind(dms);
    const until = clock.now().getTime() + minutes * 60_000;
    Object.assign(dms, {
      [method]: async (...given: Parameters<typeof work>) => {
        if (clock.now().getTime() < until) throw new RunError('AccessDenied', `${method} is denied`);
        return await Reflect.apply(work, dms, given);
      },
    });
    const execution = machine.start(input);
    const status = await machine.finish(execution);
    const record = await history.run(runIdOf(input));
    return [status, record?.verdict?.outcome];
  } finally {
    await machine.stop();
  }
}

test.each(['createTask', 'startTask'] as const)(
  'a run whose %s was denied while an upgrade replaced code and policy continues',
  async (method) => {
    expect(await deniedFor(3, method)).toEqual(['SUCCEEDED', 'succeeded']);
  },
);

test('a run that may not create its task at all fails', async () => {
  expect(await deniedFor(60, 'createTask')).toEqual(['FAILED', 'failed']);
});
