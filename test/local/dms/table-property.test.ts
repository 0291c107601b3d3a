import fc from 'fast-check';
import type { Client } from 'pg';
import { dropSlot } from '../../../local/dms/capture/slots';
import { emptyDatabase, usePostgres, withClient } from '../../helpers/databases/postgres';
import { DmsBench, include } from '../../helpers/local/local-dms';
import { TableTarget } from '../../helpers/local/table-target';

const tables = ['one', 'two'] as const;

interface Write {
  readonly table: (typeof tables)[number];
  readonly op: 'insert' | 'update' | 'move' | 'delete' | 'truncate';
  readonly id: number;
  readonly text: string | null;
}

type Step =
  | { readonly kind: 'transaction'; readonly commits: boolean; readonly writes: readonly Write[] }
  | { readonly kind: 'apply' | 'stop' | 'crash' }
  | { readonly kind: 'crash-while-applying'; readonly after: number };

const write = fc.record({
  table: fc.constantFrom(...tables),
  op: fc.oneof(
    { arbitrary: fc.constantFrom('insert', 'update', 'move', 'delete'), weight: 20 },
    { arbitrary: fc.constant('truncate' as const), weight: 1 },
  ),
  id: fc.integer({ min: 1, max: 6 }),
  text: fc.oneof(
    fc.constant(null),
    fc.constantFrom('', 'NULL', '\\N', '{"a,b"}', "it's", 'a\tb\nc', 'Zoë 🚲', 'x'.repeat(3000)),
  ),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    arbitrary: fc.record({
      kind: fc.constant('transaction' as const),
      commits: fc.integer({ max: 4 }).map((n) => n !== 0),
      writes: fc.array(write, { minLength: 1, maxLength: 6 }),
    }),
    weight: 6,
  },
  {
    arbitrary: fc.record({ kind: fc.constantFrom('apply' as const, 'stop' as const, 'crash' as const) }),
    weight: 3,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('crash-while-applying' as const),
      // Milliseconds: before, in and after the transaction of the target.
      after: fc.integer({ min: 0, max: 25 }),
    }),
    weight: 2,
  },
);

describe('PostgreSQL to PostgreSQL, whatever happens meanwhile', () => {
  const server = usePostgres();
  const name = 'mirror';

  it.each(['cdc', 'full-load-and-cdc'] as const)(
    '%s leaves the target as the source is, each change applied once, across stops and crashes',
    async (type) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 16 }), async (steps) => {
          for (const database of [name, `${name}_target`]) await emptyDatabase(server(), database);
          await withClient(server(), name, (client) => play(client, type, steps));
        }),
        { numRuns: 12, endOnFailure: true },
      );
    },
  );

  async function play(client: Client, type: string, steps: readonly Step[]): Promise<void> {
    const slot = `slot_${name}`;
    const make = tables.map((table) => `CREATE TABLE ${table} (id int PRIMARY KEY, v text, n int)`).join(';');
    await client.query(`${make}; ALTER TABLE two REPLICA IDENTITY FULL`);
    if (type === 'cdc') await withClient(server(), `${name}_target`, (session) => session.query(make));
    const created = await client.query<{ lsn: string }>(
      "SELECT lsn::text FROM pg_create_logical_replication_slot($1, 'test_decoding')",
      [slot],
    );
    await client.query("INSERT INTO one VALUES (1, 'before', 0)");
    const dataFolder = new DmsBench().dataFolder;
    let pair = new TableTarget(server(), name, new DmsBench({ throttling: false, dataFolder }));
    let arn = '';
    let checkpoint: unknown = created.rows[0]?.lsn;
    let writes = 0;
    let isStopped = false;

    const start = async (): Promise<void> => {
      await pair.connect({ SlotName: slot });
      const from = type === 'cdc' && checkpoint !== undefined ? { CdcStartPosition: checkpoint } : {};
      // An insert that comes twice, or an update that meets no row, ends the task: this is about exactly once.
      const strict = {
        ApplyErrorInsertPolicy: 'STOP_TASK',
        ApplyErrorUpdatePolicy: 'STOP_TASK',
        ApplyErrorDeletePolicy: 'STOP_TASK',
      };
      arn = await pair.bench.task(
        pair.source,
        pair.target,
        [include('public', '%')],
        { ErrorBehavior: strict, TargetMetadata: { FullLobMode: true, LimitedSizeLobMode: false } },
        { MigrationType: type, ...from },
      );
      await pair.running(arn);
      isStopped = false;
    };
    const resume = async (): Promise<void> => {
      if (isStopped) await pair.running(arn, 'resume-processing');
      isStopped = false;
    };
    const crash = async (dying: Promise<void>): Promise<void> => {
      await dying;
      pair = new TableTarget(server(), name, new DmsBench({ throttling: false, dataFolder }));
      await start();
    };
    const applied = async (): Promise<void> => {
      await pair.applied();
      checkpoint = (await pair.bench.show(arn))['RecoveryCheckpoint'] ?? checkpoint;
    };

    await start();
    for (const one of steps) {
      switch (one.kind) {
        case 'transaction':
          await client.query('BEGIN');
          for (const each of one.writes) {
            writes += 1;
            await apply(client, each, writes);
          }
          await client.query(one.commits ? 'COMMIT' : 'ROLLBACK');
          break;
        case 'apply':
          await resume();
          await applied();
          break;
        case 'stop':
          await resume();
          await pair.bench.dms.caughtUp();
          await pair.stop(arn);
          isStopped = true;
          break;
        case 'crash':
          await crash(pair.bench.dms.stop());
          break;
        case 'crash-while-applying': {
          await resume();
          const { bench } = pair;
          await bench.dms.caughtUp();
          const applying = bench.clock.advance(2000);
          await new Promise((resolve) => setTimeout(resolve, one.after));
          await Promise.all([bench.dms.stop(), applying]);
          await crash(Promise.resolve());
          break;
        }
      }
    }
    await resume();
    await applied();
    expect((await pair.bench.show(arn)).Status).toBe('running');
    await pair.bench.clear();
    await dropSlot(client, slot);
    for (const table of tables) {
      const all = { text: `SELECT id, v, n FROM ${table} ORDER BY id`, rowMode: 'array' } as const;
      const source = await client.query(all);
      const target = await withClient(server(), `${name}_target`, (session) => session.query(all));
      expect(target.rows).toEqual(source.rows);
    }
    const exceptions = await pair.rows('SELECT "ERROR" FROM awsdms_apply_exceptions');
    expect(exceptions).toEqual([]);
  }
});

async function apply(client: Client, { table, op, id, text }: Write, n: number): Promise<void> {
  switch (op) {
    case 'insert':
      await client.query(`INSERT INTO ${table} VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, [id, text, n]);
      return;
    case 'update':
      await client.query(`UPDATE ${table} SET v = $2, n = $3 WHERE id = $1`, [id, text, n]);
      return;
    case 'move':
      // To a key that no row has. DMS ignores an update of the key.
      await client.query(
        `WITH gone AS (DELETE FROM ${table} WHERE id = $1 RETURNING *) INSERT INTO ${table} SELECT $2, v, n FROM gone`,
        [id, 1000 + n],
      );
      return;
    case 'delete':
      await client.query(`DELETE FROM ${table} WHERE id = $1`, [id]);
      return;
    case 'truncate':
      await client.query(`TRUNCATE ${table}`);
  }
}
