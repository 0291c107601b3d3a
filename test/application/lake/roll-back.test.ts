import { moveReaders } from '../../../application/lake/roll-back';
import type { Catalogue } from '../../../aws/lake/catalogue';
import { database, PublishBench } from '../../helpers/runs/publish-bench';

let bench: PublishBench;
beforeEach(async () => {
  bench = await PublishBench.open();
});
afterEach(() => bench.stop());

test('a catalogue that refuses half-way leaves pointer and tables where they were, and a second try goes to the same snapshot', async () => {
  for (const day of [1, 2, 3]) {
    await bench.day(day, { orders: day, items: day });
    await bench.clock.advance(86_400_000);
  }
  const { catalogue } = bench.livePorts;
  let puts = 0;
  const refusing: Catalogue = {
    ...catalogue,
    async put(name, wanted, found) {
      puts += 1;
      if (puts > 1) return await catalogue.put(name, wanted, found);
      await catalogue.put(name, wanted.slice(0, 1), found);
      throw new Error('throttled');
    },
  };
  const target = await bench.snapshots.manifest('20260302T100000Z');
  if (target === undefined) throw new Error('the second snapshot is gone');
  const by = { at: '2026-03-03T12:00:00Z', by: 'ada' };
  const move = () => moveReaders({ catalogue: refusing, bucket: 'lake' }, bench.snapshots, target, by);
  const folders = async () =>
    (await catalogue.tables(database)).map(({ location }) => location.split('=').at(-1));
  await expect(move()).rejects.toThrow('throttled');
  expect((await bench.snapshots.pointer())?.snapshot).toBe('20260303T100000Z');
  expect(await folders()).toEqual(['20260303T100000Z/', '20260303T100000Z/']);
  await move();
  expect((await bench.snapshots.pointer())?.snapshot).toBe('20260302T100000Z');
  expect(await folders()).toEqual(['20260302T100000Z/', '20260302T100000Z/']);
});
