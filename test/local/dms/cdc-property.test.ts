import type { Readable } from 'node:stream';
import fc from 'fast-check';
import type { Client } from 'pg';
import { dropSlot } from '../../../local/dms/capture/slots';
import { emptyDatabase, usePostgres, withClient } from '../../helpers/databases/postgres';
import { readCsv } from '../../helpers/local/csv';
import { bucket, DmsBench, include } from '../../helpers/local/local-dms';
import { MemoryObjects } from '../../helpers/runs/memory-objects';

const tables = ['one', 'two', 'three'] as const;
type Table = (typeof tables)[number];

type Write = {
  readonly table: Table;
  /** `K`: all rows of the table get new keys. */
  readonly op: 'I' | 'U' | 'D' | 'K';
  readonly id: number;
  readonly text: string;
};
type Step =
  | { readonly kind: 'transaction'; readonly writes: readonly Write[]; readonly commits: boolean }
  | { readonly kind: 'truncate' | 'column'; readonly table: Table }
  | { readonly kind: 'batch' | 'stop' | 'crash' }
  | { readonly kind: 'crash-while-writing'; readonly files: number; readonly before: boolean };

const write: fc.Arbitrary<Write> = fc.record({
  table: fc.constantFrom(...tables),
  op: fc.constantFrom('I', 'I', 'I', 'I', 'U', 'U', 'U', 'U', 'D', 'D', 'K'),
  id: fc.integer({ min: 1, max: 4 }),
  // Texts that CSV, SQL and the decoder each write differently.
  text: fc.constantFrom(
    'a',
    '',
    'NULL',
    "it's",
    'say "x"',
    'a,b',
    'two\nlines',
    '\\',
    'null',
    'ü 😀',
    "'",
    "',''",
  ),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('transaction' as const),
      writes: fc.array(write, { minLength: 1, maxLength: 6 }),
      commits: fc.constant(true),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('transaction' as const),
      writes: fc.array(write),
      commits: fc.constant(false),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('truncate' as const, 'column' as const),
      table: fc.constantFrom(...tables),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('batch' as const, 'stop' as const, 'crash' as const) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('crash-while-writing' as const),
      files: fc.integer({ min: 1, max: 3 }),
      before: fc.boolean(),
    }),
  },
);

/** Calls `crash` just before or after a number of objects was written. */
class CrashingObjects extends MemoryObjects {
  crash: { files: number; readonly before: boolean; readonly now: () => void } | undefined;

  override async put(bucketName: string, key: string, body: Readable | Buffer, contentType?: string) {
    const crash = this.crash;
    if (crash !== undefined) crash.files -= 1;
    if (crash?.files === 0 && crash.before) {
      crash.now();
      throw new Error('the process is dead');
    }
    const stored = await super.put(bucketName, key, body, contentType);
    if (crash?.files === 0) crash.now();
    return stored;
  }
}

describe('change capture, whatever happens meanwhile', () => {
  const server = usePostgres();
  const database = 'random';

  it.each(['cdc', 'full-load-and-cdc'] as const)(
    '%s loses no change and reorders none across stops, crashes and the hand-over',
    async (type) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 16 }), async (steps) => {
          await emptyDatabase(server(), database);
          await withClient(server(), database, (client) => play(client, type, steps));
        }),
        { numRuns: 18, endOnFailure: true },
      );
    },
  );

  async function play(client: Client, type: string, steps: readonly Step[]): Promise<void> {
    const slot = `slot_${database}`;
    for (const table of tables)
      await client.query(`CREATE TABLE ${table} (id int PRIMARY KEY, v text, n int)`);
    await client.query("ALTER TABLE two REPLICA IDENTITY FULL; INSERT INTO one VALUES (1, 'before', 0)");
    const made = await client.query<{ lsn: string }>(
      "SELECT lsn::text FROM pg_create_logical_replication_slot($1, 'test_decoding')",
      [slot],
    );
    const objects = new CrashingObjects();
    const dataFolder = new DmsBench().dataFolder;
    const done = new Map<Table, string[]>(tables.map((table) => [table, []]));
    let bench = new DmsBench({ throttling: false, objects, dataFolder });
    let arn = '';
    let checkpoint: unknown = made.rows[0]?.lsn;
    let writes = 0;
    let columns = 0;
    // A `U` row does not contain the former key of the row.
    const formerKeys = new Map<Table, Set<string>>(tables.map((table) => [table, new Set()]));
    let isStopped = false;
    let crashed: Promise<void> | undefined;

    const start = async (): Promise<void> => {
      await bench.open();
      const source = await bench.source(server(), database, {
        PostgreSQLSettings: { SecretsManagerSecretId: database, SlotName: slot },
      });
      const from = type === 'cdc' && checkpoint !== undefined ? { CdcStartPosition: checkpoint } : {};
      const target = await bench.target({ CdcMaxBatchInterval: 10, IncludeOpForFullLoad: true });
      arn = await bench.task(source, target, [include('public', '%')], {}, { MigrationType: type, ...from });
      await bench.start(arn);
      await bench.until(arn, 'running', 'failed');
      isStopped = false;
    };
    const resume = async (): Promise<void> => {
      await bench.start(arn, 'resume-processing');
      await bench.until(arn, 'running', 'failed');
      isStopped = false;
    };
    const crash = async (): Promise<void> => {
      await (crashed ?? bench.dms.stop());
      crashed = undefined;
      objects.crash = undefined;
      bench = new DmsBench({ throttling: false, objects, dataFolder });
      await start();
    };
    const batch = async (): Promise<void> => {
      await bench.dms.caughtUp();
      await bench.clock.advance(10_000);
      checkpoint = (await bench.show(arn))['RecoveryCheckpoint'] ?? checkpoint;
    };

    await start();
    for (const one of steps) {
      switch (one.kind) {
        case 'transaction': {
          await client.query('BEGIN');
          const effects: [Table, string][] = [];
          const left: [Table, string][] = [];
          for (const each of one.writes) {
            writes += 1;
            if (each.op === 'K') left.push(...(await keysOf(client, each.table)));
            for (const changed of await apply(client, each, writes)) effects.push([each.table, changed]);
          }
          await client.query(one.commits ? 'COMMIT' : 'ROLLBACK');
          if (!one.commits) break;
          for (const [table, effect] of effects) done.get(table)?.push(effect);
          for (const [table, key] of left) formerKeys.get(table)?.add(key);
          break;
        }
        case 'truncate':
          // TRUNCATE removes the files with the rows.
          await client.query(`TRUNCATE ${one.table}`);
          done.set(one.table, []);
          break;
        case 'column':
          columns += 1;
          await client.query(`ALTER TABLE ${one.table} ADD COLUMN more${columns} int`);
          break;
        case 'batch':
          if (isStopped) await resume();
          await batch();
          break;
        case 'stop':
          if (isStopped) await resume();
          await bench.dms.caughtUp();
          await bench.call('StopReplicationTask', { ReplicationTaskArn: arn });
          await bench.until(arn, 'stopped');
          checkpoint = (await bench.show(arn))['RecoveryCheckpoint'];
          isStopped = true;
          break;
        case 'crash':
          await bench.dms.caughtUp();
          await crash();
          break;
        case 'crash-while-writing': {
          if (isStopped) await resume();
          const dying = bench.dms;
          const now = (): void => {
            crashed = dying.stop();
          };
          objects.crash = { files: one.files, before: one.before, now };
          await batch();
          await crash();
          break;
        }
      }
    }
    if (isStopped) await resume();
    await batch();
    expect((await bench.show(arn)).Status).toBe('running');
    await bench.clear();
    await dropSlot(client, slot);

    for (const table of tables) {
      const rows = await stagedRows(objects, table);
      const inDatabase = await client.query({
        text: `SELECT * FROM ${table} ORDER BY id`,
        rowMode: 'array',
      });
      const expected: (string | null)[][] = inDatabase.rows.map((row: readonly unknown[]) => row.map(asText));
      if (type === 'cdc') {
        // Not only the same state: each change once, in its original order.
        expect(rows.map(comparable)).toEqual(done.get(table)?.map((line) => comparable(JSON.parse(line))));
        // Written before there was a task, and not changed since.
        if (expected[0]?.[1] === 'before' && !rows.some(([, id]) => id === expected[0]?.[0]))
          expected.shift();
      }
      const keys = new Set(expected.map(([id]) => id));
      const folded = fold(rows, expected[0]?.length ?? 0);
      expect(folded.filter(([id]) => keys.has(id ?? null))).toEqual(expected);
      for (const [id] of folded)
        if (!keys.has(id ?? null)) expect([...(formerKeys.get(table) ?? [])]).toContain(id);
    }
  }
});

function asText(value: unknown): string | null {
  return value === null ? null : String(value);
}

async function keysOf(client: Client, table: Table): Promise<[Table, string][]> {
  const { rows } = await client.query<{ id: number }>(`SELECT id FROM ${table}`);
  return rows.map(({ id }) => [table, String(id)]);
}

/** Change as the lines that its file should have, in the order in which its rows were changed. */
async function apply(client: Client, { table, op, id, text }: Write, n: number): Promise<string[]> {
  const statements = {
    I: {
      text: `INSERT INTO ${table} (id, v, n) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING *`,
      values: [id, text, n],
    },
    U: { text: `UPDATE ${table} SET v = $2, n = $3 WHERE id = $1 RETURNING *`, values: [id, text, n] },
    D: { text: `DELETE FROM ${table} WHERE id = $1 RETURNING *`, values: [id] },
    // Keys that no other row ever had.
    K: { text: `UPDATE ${table} SET id = id + $1 RETURNING *`, values: [1_000 * n] },
  };
  const { rows } = await client.query({ ...statements[op], rowMode: 'array' });
  return rows.map((row: readonly unknown[]) => {
    const isWhole = op !== 'D' || table === 'two';
    const [key, ...rest] = row.map(asText);
    return JSON.stringify([op === 'K' ? 'U' : op, key, ...rest.map((value) => (isWhole ? value : null))]);
  });
}

/**
 * Change as text. The log leaves the NULLs of a deleted row out, so nothing in it says whether a column that was added since the
 * last written row is there already.
 */
function comparable([op, ...values]: readonly (string | null)[]): string {
  const last = values.findLastIndex((value) => value !== null);
  return JSON.stringify([op, ...(op === 'D' ? values.slice(0, last + 1) : values)]);
}

/** Rows of loads first, then those of changes by the names of their files. */
async function stagedRows(objects: MemoryObjects, table: string): Promise<(string | null)[][]> {
  const keys = (await objects.keys(bucket)).filter((key) => key.startsWith(`lake/public/${table}/`));
  const isLoad = (key: string): boolean => key.includes('/LOAD');
  return [...keys.filter(isLoad), ...keys.filter((key) => !isLoad(key))].flatMap((key) =>
    readCsv(objects.read(bucket, key).toString()),
  );
}

/** Rows from before a column was added lack it, and are filled up to `width`. */
function fold(rows: readonly (string | null)[][], width: number): (string | null)[][] {
  const state = new Map<string, (string | null)[]>();
  for (const [op, ...row] of rows) {
    if (op === 'D') state.delete(String(row[0]));
    else state.set(String(row[0]), [...row, ...Array<null>(Math.max(0, width - row.length)).fill(null)]);
  }
  return [...state.values()].sort((a, b) => Number(a[0]) - Number(b[0]));
}
