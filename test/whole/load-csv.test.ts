import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalCloud, operatorCredentials, startLocalCloud } from '@lakeferry/local-cloud';
import { type PostgresServer, startPostgres } from '@lakeferry/local-cloud/postgres';
import { openEnvironment } from '../../application/environments/deployed-environment';
import { waitForLoad } from '../../application/loads/load-file';
import { dropFile } from '../../aws/lake/inbox-drop';
import { useLocalCloud } from '../../cli/environment/connect';
import { withClient } from '../helpers/databases/postgres';
import { lakeferry } from '../helpers/scripted-shell';
import { synthesizeInto } from '../helpers/whole/deployed';

const folder = mkdtempSync(join(tmpdir(), 'lakeferry-loads-'));
let database: PostgresServer;
let cloud: LocalCloud;

/** The repository's own configuration with a database as a target and a load into it. */
beforeAll(async () => {
  const config = join(folder, 'config');
  cpSync(join(__dirname, '..', '..', 'config'), config, { recursive: true });
  const change = (path: string, change: (text: string) => string): void =>
    writeFileSync(join(config, path), change(readFileSync(join(config, path), 'utf8')));
  change('connections.yaml', (text) =>
    text.replace(
      'targets:\n',
      'targets:\n  price-db: {engine: postgres, database: shop, secret: lakeferry/price-db, ssl: none}\n',
    ),
  );
  change('departments/sales.yaml', (text) =>
    text.replace(
      'loads:\n',
      `loads:
  - name: prices
    target: price-db
    table: public.prices
    mode: replace
    null-token: ""
    create-table: if-missing
    columns: [{name: sku, type: text}, {name: price, type: "numeric(12,2)"}]
`,
    ),
  );
  await synthesizeInto(config, join(folder, 'assembly'));
  database = await startPostgres();
  await database.createDatabase('shop');
  cloud = await startLocalCloud({ assembly: join(folder, 'assembly') });
  const { host, port, user: username, password } = database;
  for (const name of ['sales-db', 'hr-db', 'price-db', 'backoffice'])
    cloud.secrets.put(`lakeferry/${name}`, JSON.stringify({ username, password, host, port }));
  const { url, region } = cloud;
  useLocalCloud({
    url,
    region,
    ...operatorCredentials,
    pid: process.pid,
    startedAt: new Date().toISOString(),
    databases: [],
  });
});

afterAll(async () => {
  await cloud?.stop();
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the command drops a file and follows it: its table, its rows, and the exit code of its end', async () => {
  const path = join(folder, 'by command.csv');
  const load = (...args: string[]) =>
    lakeferry(['load', ...args, '--environment', 'local'], {
      workingFolder: folder,
      now: new Date(),
      env: { AWS_ENDPOINT_URL: cloud.url },
    });
  writeFileSync(path, 'sku,price\na,1.5\n');
  const done = await load('sales/prices', path, '--wait');
  expect(done).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('succeeded') });
  expect(done.stderr).toContain('/sales/prices/by command.csv');
  expect(done.stdout).toContain('public.prices');
  writeFileSync(path, 'sku,price\na,dear\n');
  const refused = await load('sales/prices', path, '--wait', '--json');
  expect(refused.exitCode).toBe(2);
  expect(JSON.parse(refused.stdout)).toMatchObject({
    verdict: { outcome: 'failed', findings: [{ detail: expect.stringContaining('line 2') }] },
  });
  const dropped = await load('sales/prices', path, '--json');
  expect(JSON.parse(dropped.stdout)).toMatchObject({ schema: 'dropped-file.v1' });
  expect(await load('sales/price', path)).toMatchObject({ stderr: expect.stringContaining('sales/prices') });
  expect(await load('prices', path)).toMatchObject({ stderr: expect.stringContaining('department/load') });
  expect(await load('sales/prices', join(folder, 'none.csv'))).toMatchObject({
    stderr: expect.stringContaining('there is no file'),
  });
});

test('a file that is dropped into the inbox is found in PostgreSQL and in the history, by rule, queue and function', async () => {
  const connection = await openEnvironment('local');
  expect(await connection.deployment.loadKeys('local')).toEqual(['sales/prices', 'sales/supplier-prices']);
  const inbox = await connection.deployment.load('local', 'sales/prices');
  if (inbox === undefined) throw new Error('the load is not deployed');
  const path = join(folder, "new prices +%#$'.csv");
  for (const [content, outcome, rows] of [
    ['sku,price\na,1.5\nb,\n', 'succeeded', 2],
    ['sku,price\na,dear\n', 'failed', 2],
    ['sku,price\nc,3\n', 'succeeded', 1],
  ] as const) {
    writeFileSync(path, content);
    const dropped = await dropFile(path, { bucket: inbox.bucket, key: `${inbox.inbox}new prices +%#$'.csv` });
    const { run } = await waitForLoad(connection, 'sales/prices', dropped, () => new Date());
    expect(run.verdict).toMatchObject({ outcome });
    await withClient(database, 'shop', async (client) =>
      expect((await client.query('SELECT * FROM prices')).rowCount).toBe(rows),
    );
  }
});
