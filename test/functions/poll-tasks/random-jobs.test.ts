import type { RunEnded } from '../../../core/events/event';
import { endedId, missedId, reminderDue } from '../../../core/events/outbox-message';
import { JobWorld } from '../../helpers/runs/job-world';

const seeds = Array.from({ length: 16 }, (_, seed) => seed + 1);
const hours = 72;
const lateAfter = 15 * 60_000;

async function worldOf(seed: number): Promise<JobWorld> {
  const world = new JobWorld(seed, seed % 2 === 0 ? ['edge'] : undefined);
  for (let hour = 0; hour < hours; hour += 1) await world.hour();
  await world.rest();
  return world;
}

/** Ends by message ID. Attempts to deliver that were repeated hold the same event. */
function endsOf({ bench }: JobWorld): ReadonlyMap<string, RunEnded> {
  const ends = new Map<string, RunEnded>();
  for (const event of bench.outside.events) {
    if (event.type !== 'Lakeferry Run Ended') continue;
    expect(ends.get(event.id) ?? event).toEqual(event);
    ends.set(event.id, event);
  }
  return ends;
}

describe.each(seeds)('random weeks of a job, seed %i', (seed) => {
  let world: JobWorld;
  let ends: ReadonlyMap<string, RunEnded>;
  beforeAll(async () => {
    world = await worldOf(seed);
    ends = endsOf(world);
  });

  test('each attempt has one terminal event, and nothing waits', async () => {
    expect(await world.bench.history.outbox()).toEqual([]);
    const ids = [...ends.keys()].filter((id) => id.endsWith('#ended'));
    expect(ids.sort()).toEqual([...world.closed].map(endedId).sort());
    for (const run of world.closed)
      expect(ends.get(endedId(run))?.outcome).toBe((await world.bench.history.run(run))?.verdict?.outcome);
    if (world.kills === 0) expect(world.bench.outside.events).toHaveLength(ends.size);
  });

  test('each scheduled time has a first attempt or one missed record, which a late run replaces', async () => {
    for (const { run, beganAfter, isOwed } of world.ticks) {
      const record = await world.bench.history.run(run);
      const outcome = record?.verdict?.outcome;
      if (beganAfter !== undefined) expect([run, outcome === 'missed']).toEqual([run, false]);
      if (beganAfter !== undefined && beganAfter < lateAfter)
        expect([run, ends.has(missedId(run))]).toEqual([run, false]);
      if (beganAfter === undefined && isOwed)
        expect([run, outcome, ends.has(missedId(run))]).toEqual([run, 'missed', true]);
    }
  });

  test('each decision for a message is a message in each channel', () => {
    const { published, notifications } = world.bench.outside;
    for (const { id, notice } of world.settled) {
      const texts = published.filter(({ text }) => text.includes(`Message ID: ${id}`));
      const hooks = notifications.filter((one) => one.id === id);
      if (notice === 'none') expect([id, texts.length, hooks.length]).toEqual([id, 0, 0]);
      else expect([id, texts.length > 0, hooks.map((one) => one.notice)[0]]).toEqual([id, true, notice]);
    }
    expect(new Set(world.settled.map(({ id }) => id)).size).toBe(world.settled.length);
  });

  test('"recovered" follows "first", and "first" follows the end of a streak', () => {
    let isKnown = false;
    for (const { id, notice, policy } of world.settled) {
      const isGood = ends.get(id)?.outcome === 'succeeded';
      if (policy === 'edge') {
        const bad = isKnown ? 'none' : 'first';
        const good = isKnown ? 'recovered' : 'none';
        expect([id, notice]).toEqual([id, isGood ? good : bad]);
      }
      isKnown = !isGood && (isKnown || policy !== 'never');
    }
  });

  test('reminders are a day apart', () => {
    const reminders = world.bench.outside.notifications.filter(({ notice }) => notice === 'reminder');
    const due = [...new Set(reminders.map(({ id }) => Date.parse(reminderDue({ id }))))].sort(
      (a, b) => a - b,
    );
    for (const [index, at] of due.slice(1).entries())
      expect(at - (due[index] ?? 0)).toBeGreaterThanOrEqual(24 * 3_600_000);
  });
});
