import { createSnapshots } from '../../../application/lake/snapshots';
import type { LakeDocuments } from '../../../aws/lake/documents';
import { manifestPrefix, snapshotFolder } from '../../../core/lake/keys/snapshot-keys';
import { type ManifestTable, sealManifest } from '../../../core/lake/snapshots/manifest';
import type { PublishPorts } from '../../../functions/publish-snapshot/publish-ports';
import { retire } from '../../../functions/publish-snapshot/retire';
import { memoryHistory } from '../../helpers/runs/memory-history';
import { MemoryLake } from '../../helpers/runs/memory-lake';
import { sampleJob } from '../../helpers/runs/plan';
import { Reported } from '../../helpers/runs/reporting';

const place = { prefix: 'lake/orders', lowerCase: false };
const now = new Date('2026-06-01T00:00:00Z');
const nameOf = (day: number): string =>
  new Date(Date.UTC(2026, 0, day, 10)).toISOString().replace(/[-:]|\.000/g, '');

let lake: MemoryLake;
/** Bytes of each manifest that was read, and the number of manifests in memory at the same time. */
let reads: number[];
let [reading, most] = [0, 0];
/** Called before each read. */
let beforeRead: (key: string) => Promise<void> = async () => undefined;
beforeEach(() => {
  lake = new MemoryLake();
  [reads, reading, most] = [[], 0, 0];
});

function ports(): PublishPorts {
  const documents = lake.documentPort;
  const counted: LakeDocuments = {
    ...documents,
    async read(bucket, key) {
      await beforeRead(key);
      reading += 1;
      most = Math.max(most, reading);
      const found = await documents.read(bucket, key);
      if (key.startsWith(manifestPrefix(place))) reads.push(found?.text.length ?? 0);
      await new Promise(setImmediate);
      reading -= 1;
      return found;
    },
  };
  return {
    history: memoryHistory(),
    plans: { job: async () => sampleJob({ department: 'sales', job: 'orders-daily', tables: [] }) },
    objects: lake.objectPort,
    documents: counted,
    catalogue: lake.cataloguePort,
    stagingBucket: 'staging',
    lakeBucket: 'lake',
    log: new Reported().log,
    startClock: () => () => false,
    time: () => new Date('2026-03-01T12:00:00Z'),
  };
}

/** A snapshot of that day with one file per table, published. Tables of `carried` keep the files of that earlier day. */
async function publishDay(day: number, tables: number, carried: Readonly<Record<number, number>> = {}) {
  const snapshot = nameOf(day);
  const manifest = sealManifest({
    version: 1,
    snapshot,
    jobKey: 'sales/orders-daily',
    run: `sales.orders-daily.${snapshot}`,
    openedAt: new Date(Date.UTC(2026, 0, day, 10)).toISOString(),
    format: {
      type: 'parquet',
      compressed: true,
      delimiter: ',',
      header: false,
      nullValue: '',
      operation: false,
    },
    tables: Array.from({ length: tables }, (_, index): ManifestTable => {
      const from = nameOf(carried[index] ?? day);
      const name = { schema: 'sales', table: `t${index}` };
      const folder = snapshotFolder(place, name, from);
      const key = `${folder}LOAD00000001.parquet`;
      const eTag = carried[index] === undefined ? lake.put('lake', key, Buffer.from(from)) : 'carried';
      return {
        ...name,
        staged: name,
        folder,
        snapshot: from,
        rows: 1,
        columns: [],
        files: [{ key, size: 16, eTag }],
      };
    }),
  });
  const snapshots = createSnapshots(ports(), 'lake', place.prefix);
  await snapshots.keep(manifest);
  await snapshots.point(manifest);
}

async function retireWith(keep: number, isLate = () => false) {
  const live = ports();
  reads = [];
  return await retire(live, createSnapshots(live, 'lake', place.prefix), { ...place, keep }, isLate, now);
}

const daysOf = (table: string): readonly string[] =>
  lake.keys('lake').flatMap((key) => new RegExp(`/${table}/snapshot=([^/]+)/`).exec(key)?.[1] ?? []);

test.each([
  [7, 50],
  [30, 50],
  [120, 2],
])(
  'with %d snapshots kept, a publish reads the manifest that it removes and the newest one',
  async (keep, tables) => {
    for (let day = 1; day <= keep; day += 1) await publishDay(day, tables);
    // The first time, no summary is stored: all are read, one at a time.
    expect(await retireWith(keep)).toEqual({ removed: 0 });
    expect([reads.length, most]).toEqual([keep, 1]);
    for (const day of [keep + 1, keep + 2]) {
      await publishDay(day, tables);
      expect(await retireWith(keep)).toEqual({ removed: 1 });
      expect(reads.length).toBeLessThanOrEqual(2);
    }
    expect(daysOf('t0')).toHaveLength(keep);
  },
);

test('a manifest that was written again is read again; summaries that are not readable are not used', async () => {
  for (let day = 1; day <= 4; day += 1) await publishDay(day, 1);
  await retireWith(7);
  await retireWith(7);
  expect(reads).toEqual([]);
  lake.put('lake', `${place.prefix}/_lakeferry/summaries.json`, Buffer.from('{"version":1,"manifests":7}'));
  await retireWith(7);
  expect(reads).toHaveLength(4);
});

test('files that a kept snapshot carries stay until it goes, and only its manifest is read for them', async () => {
  for (let day = 1; day <= 5; day += 1) await publishDay(day, 2, day === 3 ? { 1: 1 } : {});
  await retireWith(7);
  expect(await retireWith(3)).toEqual({ removed: 2 });
  expect(daysOf('t1')).toEqual([1, 4, 5].map(nameOf));
  await publishDay(6, 2);
  expect(await retireWith(3)).toEqual({ removed: 1 });
  expect(daysOf('t1')).toEqual([4, 5, 6].map(nameOf));
});

test('files stay that newer snapshots took over while the manifest that named them was removed', async () => {
  await publishDay(1, 2);
  for (const day of [2, 3]) await publishDay(day, 2, { 1: 1 });
  beforeRead = async (key) => {
    if (!key.includes(nameOf(2)) || !lake.keys('lake').some((one) => one.includes('removing'))) return;
    beforeRead = async () => undefined;
    await publishDay(4, 2, { 1: 1 });
    for (const day of [2, 3]) lake.objects.delete(`lake/${manifestPrefix(place)}${nameOf(day)}.json`);
  };
  expect(await retireWith(2)).toEqual({ removed: 1 });
  expect(daysOf('t1')).toContain(nameOf(1));
  expect(lake.keys('lake').some((key) => key.includes('removing'))).toBe(true);
});

test('an invocation without time left removes nothing more, and the next one goes on', async () => {
  for (let day = 1; day <= 6; day += 1) await publishDay(day, 3);
  let asked = 0;
  await retireWith(2, () => {
    asked += 1;
    return asked > 2;
  });
  expect(daysOf('t0').length).toBeGreaterThan(2);
  await retireWith(2);
  expect(daysOf('t0')).toEqual([5, 6].map(nameOf));
  expect(lake.keys('lake').filter((key) => key.includes('removing'))).toEqual([]);
});
