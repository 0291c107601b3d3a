import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { dropSlot } from '@lakeferry/local-cloud/dms';
import fc from 'fast-check';
import { parquetMetadata } from 'hyparquet';
import type { Client } from 'pg';
import { statementsOf } from '../../../../application/lake/query/duck-statements';
import { readTableEntry } from '../../../../core/config/reading/table-entry';
import type { FormatObject } from '../../../../core/config/schema/format-schema';
import { columnsOf } from '../../../../core/lake/catalogue/columns';
import { csvHeader } from '../../../../core/lake/catalogue/csv-header';
import { fileFormat, glueTable } from '../../../../core/lake/catalogue/glue-table';
import { changeSequenceColumn, changeSequenceRules } from '../../../../core/planning/change-sequence';
import type { PublishingPlan } from '../../../../core/planning/publishing-plan';
import { tableMappings } from '../../../../core/planning/table-mappings';
import { targetSettings } from '../../../../core/planning/target-settings';
import { emptyDatabase, usePostgres, withClient } from '../../../helpers/databases/postgres';
import { foundTable } from '../../../helpers/lake/found-table';
import { bucket, DmsBench } from '../../../helpers/local/local-dms';

type Write = { readonly op: 'I' | 'U' | 'D'; readonly id: number; readonly text: string | null };
const write: fc.Arbitrary<Write> = fc.record({
  op: fc.constantFrom('I', 'U', 'D', 'D'),
  id: fc.integer({ min: 1, max: 3 }),
  // Not `\N`: in CSV no reader tells a text that is the null token from a null.
  text: fc.constantFrom('a', '', null, 'say "x", y', 'N', '\\', 'ü 😀'),
});
/** Transactions, and where a batch ends between them. */
const story = fc.array(
  fc.record({ writes: fc.array(write, { minLength: 1, maxLength: 7 }), batch: fc.boolean() }),
  { minLength: 1, maxLength: 8 },
);
const publishing: PublishingPlan = {
  kind: 'arrival',
  prefix: 'lake',
  lowerCase: false,
  layout: '{schema}/{table}',
  timeZone: 'UTC',
  partitionBy: 'arrival',
  catalogue: { database: 'lake' },
};

const server = usePostgres();
const database = 'folded';

test.each([
  ['cdc', { type: 'csv' }],
  ['cdc', { type: 'csv', header: false, delimiter: ';' }],
  ['cdc', { type: 'parquet' }],
  ['full-load-and-cdc', { type: 'csv' }],
  ['full-load-and-cdc', { type: 'csv', header: false, 'timestamp-column': 'at' }],
  ['full-load-and-cdc', { type: 'parquet' }],
] as const)(
  '%s as %j: the view of current rows is the source’s table, whatever its transactions did to one key',
  async (mode, format) => {
    await fc.assert(
      fc.asyncProperty(story, async (transactions) => {
        await emptyDatabase(server(), database);
        await withClient(server(), database, async (client) => {
          await client.query('CREATE TABLE one (id int PRIMARY KEY, v text, n numeric(10,2))');
          if (mode !== 'cdc') await client.query("INSERT INTO one VALUES (1, 'before', 1), (2, null, 2)");
          const files = await stage(client, database, mode, format, transactions);
          const { rows } = await client.query({
            text: 'SELECT id::text, v, n::text FROM one ORDER BY id',
            rowMode: 'array',
          });
          expect(await current(mode, format, files)).toEqual(rows);
        });
      }),
      { numRuns: 8, endOnFailure: true },
    );
  },
);

type Mode = 'cdc' | 'full-load-and-cdc';

const mappingsOf = (mode: Mode) =>
  tableMappings([readTableEntry('public.one')], changeSequenceRules(mode, publishing, []));

/** The files that the local DMS makes of them, by key. */
async function stage(
  client: Client,
  database: string,
  mode: Mode,
  wanted: FormatObject,
  transactions: readonly { readonly writes: readonly Write[]; readonly batch: boolean }[],
): Promise<ReadonlyMap<string, Buffer>> {
  const slot = `slot_${database}`;
  const created = await client.query<{ lsn: string }>(
    "SELECT lsn::text FROM pg_create_logical_replication_slot($1, 'test_decoding')",
    [slot],
  );
  const bench = new DmsBench({ throttling: false });
  await bench.open();
  const source = await bench.source(server(), database, {
    PostgreSQLSettings: { SecretsManagerSecretId: database, SlotName: slot },
  });
  const { CdcMaxBatchInterval: _, ...settings } = targetSettings(mode, wanted);
  const target = await bench.target({ ...settings, CdcMaxBatchInterval: 10 });
  const { rules } = mappingsOf(mode);
  const from = mode === 'cdc' ? { CdcStartPosition: created.rows[0]?.lsn } : {};
  const arn = await bench.task(source, target, rules, {}, { MigrationType: mode, ...from });
  await bench.start(arn);
  await bench.until(arn, 'running', 'failed');
  if (mode !== 'cdc')
    for (let step = 0; step < 50; step += 1) {
      if ((await bench.tables(arn))[0]?.TableState === 'Table completed') break;
      await bench.clock.advance(1000);
    }
  let n = 0;
  for (const { writes, batch } of transactions) {
    await client.query('BEGIN');
    for (const { op, id, text } of writes) {
      n += 1;
      if (op === 'I')
        await client.query('INSERT INTO one VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [id, text, n]);
      else if (op === 'U') await client.query('UPDATE one SET v = $2, n = $3 WHERE id = $1', [id, text, n]);
      else await client.query('DELETE FROM one WHERE id = $1', [id]);
    }
    await client.query('COMMIT');
    if (!batch) continue;
    await bench.dms.caughtUp();
    await bench.clock.advance(10_000);
  }
  await bench.dms.caughtUp();
  await bench.clock.advance(10_000);
  expect((await bench.show(arn)).Status).toBe('running');
  const keys = await bench.objects.keys(bucket);
  const files = new Map(keys.map((key) => [key, bench.objects.read(bucket, key)]));
  await bench.clear();
  await dropSlot(client, slot);
  return files;
}

async function current(
  mode: Mode,
  wanted: FormatObject,
  files: ReadonlyMap<string, Buffer>,
): Promise<readonly unknown[]> {
  const [first] = files.values();
  if (first === undefined) return [];
  const format = fileFormat(
    targetSettings(mode, wanted),
    true,
    changeSequenceColumn({ tableMappings: mappingsOf(mode) }),
  );
  const made = glueTable({
    jobKey: 'sales/live',
    source: { schema: 'public', table: 'one' },
    name: 'one_changes',
    location: 's3://lake/one/',
    columns: columnsOf({
      ...(wanted.type === 'csv'
        ? { [format.header ? 'header' : 'fields']: csvHeader(first.toString(), format.delimiter) }
        : { footer: parquetMetadata(new Uint8Array(first).buffer).schema }),
      rules: mappingsOf(mode).rules,
      shape: {
        schema: 'public',
        table: 'one',
        engine: 'postgres',
        columns: [
          { name: 'id', type: 'integer', nullable: false },
          { name: 'v', type: 'text', nullable: true },
          { name: 'n', type: 'numeric', precision: 10, scale: 2, nullable: true },
        ],
      },
      added: format,
    }),
    primaryKey: ['id'],
    format,
  });
  const { table: found, viewed } = foundTable(made);
  const folder = await mkdtemp(join(tmpdir(), 'lakeferry-current-'));
  try {
    const paths = [...files.keys()].map((key) => join(folder, key));
    for (const [key, body] of files) {
      await mkdir(dirname(join(folder, key)), { recursive: true });
      await writeFile(join(folder, key), body);
    }
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run('CREATE SCHEMA lake');
    for (const statement of statementsOf(viewed, found, paths)) await connection.run(statement);
    const answer = await connection.runAndReadAll(
      'SELECT id::varchar, v, n::varchar FROM lake.one_current ORDER BY id',
    );
    const rows = answer.getRows();
    connection.closeSync();
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
