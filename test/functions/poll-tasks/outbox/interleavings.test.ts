import type { Alerts } from '../../../../aws/alerts';
import type { History } from '../../../../aws/history/history';
import { endedId } from '../../../../core/events/outbox-message';
import { newRun } from '../../../../core/runs/record/new-run';
import { verdictWithout } from '../../../../core/runs/verdict/verdict';
import { deliverOutbox } from '../../../../functions/poll-tasks/outbox/deliver-outbox';
import { PollTime } from '../../../../functions/poll-tasks/poll-time';
import { type Actor, Interleaver, randomOf } from '../../../helpers/runs/interleaver';
import { memoryHistory } from '../../../helpers/runs/memory-history';
import { MemoryOutside } from '../../../helpers/runs/memory-outside';
import { Reported } from '../../../helpers/runs/reporting';
import { requestedInput } from '../../../helpers/runs/run-input';

const start = new Date('2026-03-01T12:00:00.000Z');
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const job = 'sales/orders-daily';
const runs = 4;
const polls = 3;

const alerts: Alerts = { notify: async () => undefined };

function actor(name: string): Actor {
  return { name, mayFail: true, killed: false, onKill: () => undefined };
}

/** Closes runs and polls at once, in an order and with faults that a seed decides; then everybody who was killed works again. */
async function interleaved(seed: number, faultRate: number) {
  const history = memoryHistory();
  const outside = new MemoryOutside();
  const opened: string[] = [];
  for (let index = 0; index < runs; index += 1) {
    const at = new Date(start.getTime() + index);
    opened.push(
      (await history.openRun(newRun(requestedInput(`n${index}`, at.toISOString()), 'e', 400, at))).run,
    );
  }
  const random = randomOf(seed);
  const doneEarly: string[] = [];
  const interleaver = new Interleaver(random, faultRate, async () => {
    // No message of an open run.
    for (const { id } of outside.events) {
      const run = id.replace('#ended', '');
      if ((await history.run(run))?.phases.closed === undefined) doneEarly.push(run);
    }
  });
  const close = (through: History, run: string) =>
    through.closeRun(run, {
      at: start.toISOString(),
      otherwise: verdictWithout('failed', 'state-failed', 'LoadTables: Boom: no'),
    });
  const poll = (through: History, as: Actor | undefined, now: Date) =>
    deliverOutbox(
      {
        history: through,
        events: as === undefined ? outside.bus : interleaver.gated(outside.bus, as),
        channels: as === undefined ? outside.topics : interleaver.gated(outside.topics, as),
        ...{ departments: outside.departments, plans: outside.plans, alerts, environment: 'dev' },
        ...new Reported(),
      },
      now,
      new PollTime({ startClock: () => () => 0 }),
    );
  for (const run of opened) {
    const closer = actor(`closer of ${run}`);
    const gated = interleaver.gated(history, closer);
    void (async () => {
      // A refused close is repeated, and a function may be invoked twice.
      for (let times = 0; times < 2; )
        times += await close(gated, run).then(
          () => 1,
          () => 0,
        );
    })();
  }
  for (let index = 0; index < polls; index += 1) {
    const poller = actor(`poll ${index}`);
    const gated = interleaver.gated(history, poller);
    void (async () => {
      for (let times = 0; times < 3; times += 1) await poll(gated, poller, after(1)).catch(() => undefined);
    })();
  }
  await interleaver.run();
  for (const run of opened) await close(history, run);
  for (let minute = 5; minute < 40; minute += 5) await poll(history, undefined, after(minute));
  return { history, outside, opened, faults: interleaver.faults, trace: interleaver.trace, doneEarly };
}

test.each([
  ['no faults', 0, 30],
  ['some faults', 0.03, 60],
  ['many faults', 0.2, 60],
])('with %s, every closed run is one event and counts once in its streak', async (_, faultRate, seeds) => {
  let repeated = 0;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { history, outside, opened, faults, trace, doneEarly } = await interleaved(seed, faultRate);
    const found = {
      seed,
      ids: [...new Set(outside.ids())].sort(),
      left: await history.outbox(),
      early: doneEarly,
      attempts: (await history.jobState(job))?.trouble?.attempts,
      // One first message, which is the same in each attempt to deliver it.
      firsts: [...new Set(outside.published.map(({ text }) => text))].length,
    };
    const expected = {
      seed,
      ids: opened.map(endedId).sort(),
      left: [],
      early: [],
      attempts: runs,
      firsts: 1,
    };
    if (JSON.stringify(found) !== JSON.stringify(expected)) console.error(trace.join('\n'));
    expect(found).toEqual(expected);
    const copies = outside.events.length - runs;
    repeated += copies;
    if (faults === 0) expect([seed, copies, outside.published.length]).toEqual([seed, 0, 1]);
    for (const event of outside.events)
      expect(outside.events.find(({ id }) => id === event.id)).toEqual(event);
  }
  // A copy needs a fault between the answer of the bus and its record.
  expect(repeated).toBeLessThan(seeds * faultRate * 4 + 1);
});
