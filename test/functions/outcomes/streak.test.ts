import { RunError } from '../../../core/runs/record/run-error';
import { memoryHistory } from '../../helpers/runs/memory-history';
import { sampleJob } from '../../helpers/runs/plan';
import { scheduledInput } from '../../helpers/runs/run-input';
import { RunMachine } from '../../helpers/runs/run-machine';

const hour = 3_600_000;

test('100 failures in a row give one first message, daily reminders and one "recovered"', async () => {
  const history = memoryHistory();
  const machine = await new RunMachine(history).open();
  try {
    machine.pollEverySeconds = 300;
    machine.outside.channels = { email: { kind: 'topic', arn: 'arn:sales' } };
    machine.outside.jobs = [
      sampleJob(
        { department: 'sales', job: 'orders-daily', tables: ['orders'] },
        {
          schedule: { expression: 'cron(0 * * * ? *)', timeZone: 'UTC' },
          notify: { policy: 'edge', channels: ['email'] },
        },
      ),
    ];
    const begin = machine.clock.now().getTime();
    const refusing = jest
      .spyOn(machine.dms, 'createTask')
      .mockRejectedValue(new RunError('QuotaExceeded', 'the account has too many tasks'));
    for (let run = 0; run <= 100; run += 1) {
      if (run === 100) refusing.mockRestore();
      const scheduledTime = `${new Date(begin + run * hour).toISOString().slice(0, 19)}Z`;
      const status = await machine.finish(machine.start(scheduledInput({}, scheduledTime)));
      expect([run, status]).toEqual([run, run < 100 ? 'FAILED' : 'SUCCEEDED']);
      await machine.clock.advance(begin + (run + 1) * hour - machine.clock.now().getTime());
    }
    const { events, published } = machine.outside;
    expect(events.map((event) => 'outcome' in event && event.outcome)).toEqual([
      ...Array.from({ length: 100 }, () => 'failed'),
      'succeeded',
    ]);
    expect(new Set(machine.outside.ids()).size).toBe(101);
    expect(published.map(({ topic, subject }) => [topic, subject])).toEqual(
      [
        'failed',
        'still failed since 2026-03-01 (25 runs)',
        'still failed since 2026-03-01 (49 runs)',
        'still failed since 2026-03-01 (73 runs)',
        'still failed since 2026-03-01 (97 runs)',
        'recovered',
      ].map((news) => ['arn:sales', `[dev] sales/orders-daily ${news}`]),
    );
    const ids = published.map(({ text }) => /Message ID: (\S+)/.exec(text)?.[1]);
    expect(new Set(ids).size).toBe(6);
    expect(await history.outbox()).toEqual([]);
    expect((await history.jobState('sales/orders-daily'))?.trouble).toBeUndefined();
  } finally {
    await machine.stop();
  }
});
