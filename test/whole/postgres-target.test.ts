import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DatabaseMigrationServiceClient,
  DescribeReplicationTasksCommand,
} from '@aws-sdk/client-database-migration-service';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import {
  type DeployedEnvironment,
  openEnvironment,
} from '../../application/environments/deployed-environment';
import { jobIdentity } from '../../core/planning/job-identity';
import { scheduleGroupName } from '../../infra/names';
import { withClient } from '../helpers/databases/postgres';
import { type Deployed, deploySample, synthesizeInto } from '../helpers/whole/deployed';
import { invalidEvents } from '../helpers/whole/valid-events';

const downstream = 'arn:aws:states:eu-west-1:000000000000:stateMachine:report';

const files = {
  'connections.yaml': `sources:
  sales-db: {engine: postgres, database: sales, secret: lakeferry/sales-db, ssl: none}
targets:
  warehouse: {engine: postgres, database: warehouse, secret: lakeferry/warehouse, ssl: none}
`,
  'environments/local.yaml': `environment: local
account: "000000000000"
region: eu-west-1
network: {cidr: 10.42.0.0/16}
replication-instance: {class: dms.t3.medium, storage-gib: 50, multi-az: false, engine-version: 3.6.1}
on-delete: destroy
connections:
  warehouse: {security-group: sg-0a1b2c3d}
hand-off-targets:
  report: ${downstream}
`,
  'departments/reports.yaml': `department: reports
owner: reports@example.com
source: sales-db
target: warehouse
jobs:
  - name: daily
    mode: full-load
    schedule: cron(0 4 * * ? *)
    lower-case: true
    target-schema: mirror
    tables: [sales.customers, sales.Regions]
    notify: {channels: [email, {webhook: {name: incidents, url: "https://127.0.0.1:PORT/lakeferry"}}]}
    hand-off:
      - {on: success, state-machine: report}
  - name: live
    mode: full-load-and-cdc
    schedule: cron(0 6 * * ? *)
    tables: [sales.orders, sales.payments]
  - name: changes
    mode: cdc
    schedule: cron(0 8 * * ? *)
    target-schema: followed
    tables: [sales.customers]
`,
};

describe('jobs from PostgreSQL into PostgreSQL, on the deployed template', () => {
  let folder: string;
  let clock: DrivenClock;
  let deployed: Deployed;
  let connection: DeployedEnvironment;

  const posted: unknown[] = [];
  const webhook = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      posted.push(JSON.parse(Buffer.concat(parts).toString()));
      response.end();
    });
  });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lakeferry-pg-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, 'config', name, '..'), { recursive: true });
      writeFileSync(join(folder, 'config', name), text.replace('PORT', String(await listen(webhook))));
    }
    const assembly = join(folder, 'assembly');
    await synthesizeInto(join(folder, 'config'), assembly);
    clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
    deployed = await deploySample(assembly, { clock, scale: 0.02 });
    const { host, port, user: username, password } = deployed.database;
    deployed.cloud.secrets.put('lakeferry/warehouse', JSON.stringify({ username, password, host, port }));
    await deployed.database.createDatabase('warehouse');
    await deployed.cloud.stepFunctions.operations['CreateStateMachine']?.(
      {
        name: 'report',
        roleArn: 'arn:aws:iam::000000000000:role/report',
        definition: JSON.stringify({
          QueryLanguage: 'JSONata',
          StartAt: 'Report',
          States: { Report: { Type: 'Pass', End: true } },
        }),
      },
      { accessKeyId: 'x', principalArn: 'arn:aws:iam::000000000000:root' },
    );
    connection = await openEnvironment('local');
  });
  afterAll(async () => {
    await deployed.stop();
    await new Promise((resolve) => webhook.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  const rows = (database: string, text: string): Promise<readonly unknown[][]> =>
    withClient(
      deployed.database,
      database,
      async (client) => (await client.query({ text, rowMode: 'array' })).rows,
    );
  const run = async (job: string) => {
    const { slug } = jobIdentity('local', 'reports', job);
    await deployed.cloud.scheduler.fireNow(slug, scheduleGroupName('local'));
    await clock.advance(1000);
    await clock.advanceUntil(() => deployed.cloud.stepFunctions.running().length === 0, 3_600_000);
    const [newest] = await connection.history.runsOfJob(`reports/${job}`, { limit: 1, now: clock.now() });
    if (newest === undefined) throw new Error(`there is no run of ${job}`);
    return newest;
  };

  it('a copy replaces the rows of the one before, under names of its own, and its verdict counts them', async () => {
    expect((await run('daily')).verdict).toMatchObject({ outcome: 'succeeded', findings: [] });
    const inSource = await rows('sales', 'SELECT count(*)::int FROM sales.customers');
    expect(await rows('warehouse', 'SELECT count(*)::int FROM mirror.customers')).toEqual(inSource);
    await withClient(deployed.database, 'warehouse', (client) =>
      client.query('CREATE VIEW mirror.report AS SELECT * FROM mirror.regions; DELETE FROM mirror.customers'),
    );
    await clock.advance(60_000);
    expect((await run('daily')).verdict).toMatchObject({ outcome: 'succeeded', findings: [] });
    expect(await rows('warehouse', 'SELECT count(*)::int FROM mirror.customers')).toEqual(inSource);
    expect(await rows('warehouse', 'SELECT count(*)::int FROM mirror.report')).toEqual(
      await rows('sales', 'SELECT count(*)::int FROM sales."Regions"'),
    );
  });

  it('a table that the target cannot take fails the run', async () => {
    await withClient(deployed.database, 'warehouse', (client) =>
      client.query(
        'DROP VIEW mirror.report; DROP TABLE mirror.customers; CREATE TABLE mirror.customers (other int)',
      ),
    );
    expect((await run('daily')).verdict).toMatchObject({
      outcome: 'failed',
      findings: [{ code: 'table-error', table: 'sales.customers' }],
    });
  });

  it('an execution follows each success with its event, and people hear of the failure', async () => {
    await clock.advance(5 * 60_000);
    const sfn = new SFNClient({});
    const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn: downstream }));
    const inputs = await Promise.all(
      executions.map(async ({ executionArn }) => {
        const { input = '', status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
        return { status, event: JSON.parse(input) };
      }),
    );
    const runs = await connection.history.runsOfJob('reports/daily', { limit: 9, now: clock.now() });
    const good = runs.filter(({ verdict }) => verdict?.outcome === 'succeeded');
    expect(good).toHaveLength(2);
    expect(inputs.map(({ event }) => event.detail.run).sort()).toEqual(
      good.map(({ run: name }) => name).sort(),
    );
    expect(inputs).toMatchObject(
      good.map(() => ({
        status: 'SUCCEEDED',
        event: {
          source: 'lakeferry',
          'detail-type': 'Lakeferry Run Ended',
          detail: {
            department: 'reports',
            job: 'daily',
            outcome: 'succeeded',
            counts: { tables: 2, failed: 0 },
          },
        },
      })),
    );
    const [bad] = runs.filter(({ verdict }) => verdict?.outcome === 'failed');
    const message = { subject: expect.stringContaining('reports/daily') };
    expect(posted).toMatchObject([
      {
        type: 'Lakeferry Notification',
        channel: 'webhook-incidents',
        notice: 'first',
        event: { run: bad?.run, outcome: 'failed' },
        ...message,
      },
    ]);
    expect(
      invalidEvents([{ source: 'lakeferry', 'detail-type': 'Lakeferry Notification', detail: posted[0] }]),
    ).toEqual([]);
    const topic = 'arn:aws:sns:eu-west-1:000000000000:lakeferry-local-notify-reports';
    expect(deployed.cloud.sns.published(topic)).toMatchObject([message]);
  });

  it('cdc alone follows what happens after its start only, and goes on when its task is lost', async () => {
    const change = async (sql: string) =>
      void (await withClient(deployed.database, 'sales', (client) => client.query(sql)));
    const added = (schema: string) =>
      `SELECT customer_id::int, first_name, last_name, email, note, credit_limit::text FROM ${schema}.customers WHERE customer_id > 9000000 ORDER BY customer_id`;
    const same = async (count: number): Promise<void> => {
      await deployed.cloud.dms.caughtUp();
      await clock.advance(5000);
      const inSource = await rows('sales', added('sales'));
      expect(inSource).toHaveLength(count);
      expect(await rows('warehouse', added('followed'))).toEqual(inSource);
    };
    expect((await run('changes')).verdict).toMatchObject({ outcome: 'succeeded' });
    await change(`INSERT INTO sales.customers SELECT (jsonb_populate_record(c, jsonb_build_object(
      'customer_id', 9000000 + customer_id, 'external_id', gen_random_uuid()))).* FROM sales.customers c LIMIT 5`);
    await same(5);
    // Nothing was loaded: only changes came.
    expect(await rows('warehouse', 'SELECT count(*)::int FROM followed.customers')).toEqual([[5]]);
    const { slug } = jobIdentity('local', 'reports', 'changes');
    deployed.cloud.dms.failTask(slug);
    await change(`BEGIN; UPDATE sales.customers SET last_name = 'late' WHERE customer_id > 9000000;
      DELETE FROM sales.customers WHERE customer_id = (SELECT max(customer_id) FROM sales.customers); COMMIT`);
    // The poll brings the task back.
    await clock.advance(15 * 60_000);
    await same(4);
    // A second start of the same job leaves the task alone.
    await clock.advance(120_000);
    expect((await run('changes')).verdict).toMatchObject({ outcome: 'succeeded' });
    await change("UPDATE sales.customers SET last_name = 'later' WHERE customer_id > 9000000");
    await same(4);
  });

  it('changes follow the load, and go on where they stopped', async () => {
    expect((await run('live')).verdict).toMatchObject({ outcome: 'succeeded' });
    const same = async (): Promise<void> => {
      await deployed.cloud.dms.caughtUp();
      await clock.advance(5000);
      const text = 'SELECT order_id::int, status FROM sales.orders ORDER BY order_id';
      expect(await rows('warehouse', text)).toEqual(await rows('sales', text));
    };
    await same();
    await withClient(deployed.database, 'sales', (client) =>
      client.query("UPDATE sales.orders SET status = 'returned' WHERE order_id % 2 = 0"),
    );
    await same();
    const { ReplicationTasks: [task] = [] } = await new DatabaseMigrationServiceClient({}).send(
      new DescribeReplicationTasksCommand({}),
    );
    deployed.cloud.dms.failTask(task?.ReplicationTaskIdentifier ?? '');
    await withClient(deployed.database, 'sales', (client) =>
      client.query('DELETE FROM sales.orders WHERE order_id = (SELECT min(order_id) FROM sales.orders)'),
    );
    // The poll brings the task back.
    await clock.advance(15 * 60_000);
    await same();
  });
});

/** Port on which the server listens. */
async function listen(server: Server): Promise<number> {
  if (!server.listening) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: string | AddressInfo | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}
