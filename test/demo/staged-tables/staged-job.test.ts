import { isSame } from '../../../demo/staged-tables/compare-with-database';
import { readCsv } from '../../../demo/staged-tables/read-csv';
import { StagedJob } from '../../../demo/staged-tables/staged-job';
import { usePostgres, withClient } from '../../helpers/databases/postgres';
import { MemoryObjects } from '../../helpers/runs/memory-objects';

describe('reading CSV', () => {
  it.each([
    ['a,b\n', [['a', 'b']]],
    ['"a,""b""\nc",\\N,"\\N"\n', [['a,"b"\nc', null, '\\N']]],
    [
      'a,\n,b\n',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['a\n', [['a']]],
    ['a,"b"', [['a', 'b']]],
    ['', []],
  ])('%j', (text, rows) => expect([...readCsv(text, '\\N')]).toEqual(rows));

  it('says where a quote is left open', () => {
    expect(() => [...readCsv('a,"b\n', '\\N')]).toThrow('does not end');
  });
});

describe('a staged job', () => {
  const server = usePostgres();
  beforeAll(async () => {
    await server().createDatabase('shop');
    await withClient(server(), 'shop', (client) =>
      client.query(`CREATE TABLE public.things (id int PRIMARY KEY, name text, seen timestamptz, price numeric);
        INSERT INTO things VALUES (1, 'one', '2026-01-01T00:00:00Z', 1.5), (2, NULL, NULL, NULL), (4, E'a "b",\\nc', NULL, 7)`),
    );
  });

  const header = 'Op,dms_commit_timestamp,id,name,seen,price\n';
  const tables = [{ schema: 'public', table: 'things' }];
  const load = `${header}I,2026-01-01 00:00:00.000000,1,first,\\N,\\N\nI,2026-01-01 00:00:00.000000,3,gone,\\N,\\N\n`;
  const changes = `${header}U,2026-01-02 00:00:00.250000,1,one,2026-01-01 00:00:00.000000,1.500000
I,2026-01-02 00:00:00.250000,2,\\N,\\N,\\N
D,2026-01-02 00:00:00.500000,3,\\N,\\N,\\N
I,2026-01-02 00:00:00.500000,4,"a ""b"",
c",\\N,7.000000\n`;

  it('is the database when every change is there, whichever name sorts first', async () => {
    const objects = new MemoryObjects();
    await objects.createBucket('staging');
    await objects.put('staging', 'd/j/public/things/20260102-000001000.csv', Buffer.from(changes));
    await objects.put('staging', 'd/j/public/things/LOAD00000001.csv', Buffer.from(load));
    await withClient(server(), 'shop', async (client) => {
      const job = await StagedJob.open({ objects, bucket: 'staging', folder: 'd/j' }, tables, client);
      const [first, second] = await job.readNew();
      expect(first).toEqual({ table: 'public.things', rows: 2, delays: [] });
      expect(second).toMatchObject({ rows: 4, newestCommit: Date.parse('2026-01-02T00:00:00.500Z') });
      expect(second?.delays).toHaveLength(4);
      expect(await job.readNew()).toEqual([]);
      const compared = (await job.compare(client))['public.things'];
      expect(compared).toEqual({ rows: 3, missing: 0, surplus: 0, different: 0 });
      expect(compared !== undefined && isSame(compared)).toBe(true);
    });
  });

  it('counts what is missing, too much and different, with an example', async () => {
    const objects = new MemoryObjects();
    await objects.createBucket('staging');
    await objects.put('staging', 'd/j/public/things/LOAD00000001.csv', Buffer.from(load));
    await withClient(server(), 'shop', async (client) => {
      const job = await StagedJob.open({ objects, bucket: 'staging', folder: 'd/j' }, tables, client);
      await job.readNew();
      expect((await job.compare(client))['public.things']).toMatchObject({
        missing: 2,
        surplus: 1,
        different: 1,
        example: expect.stringContaining('is staged as'),
      });
    });
  });
});
