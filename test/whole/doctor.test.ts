import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import * as z from 'zod/mini';
import { openEnvironment } from '../../application/environments/deployed-environment';
import { type CheckFinding, CheckReport } from '../../core/checks/report/check-report';
import { jobIdentity } from '../../core/planning/job-identity';
import { scheduleGroupName } from '../../infra/names';
import { lakeferry } from '../helpers/scripted-shell';
import { type Deployed, deploySample, synthesizeSample } from '../helpers/whole/deployed';

const hour = 3_600_000;

/** A department that is not deployed. Doctor builds its request from the file. */
const follows = `department: crm
owner: crm@example.com
source: sales-db
target: lake
jobs:
  - name: follow
    mode: full-load-and-cdc
    tables:
      - sales.ordres
      - sales.keyless
      - sales.letters
      - sales.payments
`;

describe('doctor on the demo database with planted errors', () => {
  const clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
  let assembly: string;
  let config: string;
  let deployed: Deployed;

  beforeAll(async () => {
    assembly = await synthesizeSample();
    deployed = await deploySample(assembly, { clock, scale: 0.02, server: { wal_level: undefined } });
    config = mkdtempSync(join(tmpdir(), 'lakeferry-doctor-'));
    cpSync('config', config, { recursive: true });
    writeFileSync(join(config, 'departments/crm.yaml'), follows);
    edit('departments/sales.yaml', (text) =>
      text.replace('    max-duration: 4h', '    max-duration: 4h\n    drift: block'),
    );
  });
  afterAll(async () => {
    await deployed?.stop();
    rmSync(assembly, { recursive: true, force: true });
    rmSync(config, { recursive: true, force: true });
  });

  function edit(file: string, change: (text: string) => string): void {
    const path = join(config, file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  }

  const sql = async (text: string): Promise<void> => {
    const client = await deployed.database.connect('sales');
    await client.query(text).finally(() => client.end());
  };

  const say = (...args: string[]) =>
    lakeferry([...args, '--config', config], {
      env: { AWS_ENDPOINT_URL: deployed.cloud.url },
      now: clock.now(),
    });
  const reports = async (...args: string[]) => {
    const { stdout, stderr, exitCode } = await say('doctor', ...args, '--json');
    if (stdout === '') throw new Error(stderr);
    return {
      exitCode,
      remarks: stderr,
      reports: z.object({ reports: z.array(CheckReport) }).parse(JSON.parse(stdout)).reports,
    };
  };

  /** Applies a fix as a person would. */
  async function apply({ schema, table, fix }: CheckFinding, job: string): Promise<void> {
    if (fix === undefined || fix.kind === 'setting') return;
    if (fix.kind === 'sql') return sql(fix.text);
    const file = job.startsWith('crm/') ? 'departments/crm.yaml' : 'departments/sales.yaml';
    const line = fix.text.replace(/ {3}#.*$/, '');
    if (line.startsWith('- ')) edit(file, (text) => text.replace(`- ${schema}.${table}\n`, `${line}\n`));
    else if (line.startsWith('connection-attributes'))
      edit('connections.yaml', (text) => text.replace('  sales-db:\n', `  sales-db:\n    ${line}\n`));
    else if (line.startsWith('drift:')) edit(file, (text) => text.replace('drift: block', line));
    else edit(file, (text) => text.replace(/( +)mode: .*\n/, `$&$1${line}\n`));
  }

  it('reports no errors for a healthy source', async () => {
    const { exitCode, stdout } = await say('doctor', 'sales/orders-daily', '--all');
    expect(stdout).toContain('sales/orders-daily');
    expect(stdout).toContain('no errors');
    expect(stdout).toMatch(/✓ +source-reachable/);
    expect(exitCode).toBe(0);
  });

  it('reports each error with its fix, and the fixes work', async () => {
    const { history } = await openEnvironment('local');
    await deployed.cloud.scheduler.fireNow(
      jobIdentity('local', 'sales', 'orders-daily').slug,
      scheduleGroupName('local'),
    );
    await clock.advance(1000);
    await clock.advanceUntil(() => deployed.cloud.stepFunctions.running().length === 0, hour);
    const [run] = await history.runsOfJob('sales/orders-daily', { limit: 1, now: clock.now() });
    expect(run?.verdict?.outcome).toBe('succeeded');

    await sql(`
      CREATE ROLE reader LOGIN PASSWORD 'reader';
      GRANT USAGE ON SCHEMA sales TO reader;
      GRANT SELECT ON ALL TABLES IN SCHEMA sales TO reader;
      CREATE TABLE sales.keyless (id int NOT NULL, what varchar(10));
      INSERT INTO sales.keyless SELECT n, 'x' FROM generate_series(1, 100) n;
      CREATE TABLE sales.letters (id int PRIMARY KEY, body text);
      INSERT INTO sales.letters VALUES (1, repeat('x', 300000));
      GRANT SELECT ON sales.keyless, sales.letters TO reader;
      REVOKE SELECT ON sales.payments FROM reader;
      ALTER TABLE sales.orders ADD COLUMN coupon varchar(20);
    `);
    const { host, port } = deployed.database;
    deployed.cloud.secrets.put(
      'lakeferry/sales-db',
      JSON.stringify({ username: 'reader', password: 'reader', host, port }),
    );

    const follow = await reports('crm/follow');
    const daily = await reports('sales/orders-daily');
    expect([follow.exitCode, daily.exitCode]).toEqual([2, 2]);
    // The owner has not opened the link in the mail of SNS.
    expect(daily.remarks).toContain('sales-data@example.com gets no messages about sales');
    expect(follow.remarks).toBe('');
    const [crm, sales] = [...follow.reports, ...daily.reports];
    if (crm === undefined || sales === undefined) throw new Error('no report');
    const blocking = (report: CheckReport) => report.findings.filter(({ severity }) => severity === 'error');
    const fault = (part: Partial<CheckFinding>) =>
      expect.objectContaining({ ...part, fix: expect.anything() });
    expect(blocking(crm)).toEqual(
      expect.arrayContaining([
        fault({ check: 'postgres-wal-level' }),
        fault({ table: 'keyless' }),
        fault({ table: 'letters', column: 'body' }),
        fault({ table: 'ordres', fix: { kind: 'config', text: '- sales.orders' } }),
        fault({ table: 'payments' }),
      ]),
    );
    expect(blocking(sales)).toEqual(
      expect.arrayContaining([
        fault({ table: 'orders', column: 'coupon', found: expect.stringContaining('new') }),
        fault({ table: 'payments' }),
      ]),
    );

    const { stdout } = await say('doctor', 'crm/follow');
    for (const { fix, found } of blocking(crm)) {
      expect(stdout.replace(/\s+/g, ' ')).toContain(found.replace(/\s+/g, ' '));
      for (const line of fix?.text.split('\n') ?? [])
        expect(stdout.replace(/\s+/g, ' ')).toContain(line.trim().replace(/\s+/g, ' '));
    }

    const applied = new Set<string>();
    for (const report of [crm, sales])
      for (const finding of blocking(report)) {
        const key = `${finding.fix?.kind === 'sql' ? '' : report.job}${finding.fix?.text}`;
        if (!applied.has(key)) await apply(finding, report.job ?? '');
        applied.add(key);
      }
    await deployed.database.restart();

    const green = await say('doctor', 'crm/follow');
    expect(green.stdout).toContain('no errors');
    expect(green.exitCode).toBe(0);
    expect((await reports('sales/orders-daily')).exitCode).toBe(0);
  });

  it('reports a source that cannot be reached', async () => {
    const { host } = deployed.database;
    deployed.cloud.secrets.put(
      'lakeferry/hr-db',
      JSON.stringify({ username: 'x', password: 'y', host, port: 1 }),
    );
    const { stdout } = await say('doctor', 'hr/people-nightly');
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/127\.0\.0\.1:1/);
    expect(stdout).not.toMatch(/no errors.*[1-9] passed/);
  });

  it('discovers the demo database, and writes a valid file', async () => {
    const listed = await say('discover', 'sales-db', '--schema', 'sales');
    expect(JSON.parse((await say('discover', 'sales-db', '--json')).stdout)).toMatchObject({
      schema: 'discovered.v1',
    });
    expect(listed.stdout).toMatch(/sales\.orders +[\d,]+/);
    const file = join(config, 'departments/found.yaml');
    const written = await say('discover', 'sales-db', '--as', file);
    expect(written.exitCode).toBe(0);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('Regions');
    const { stdout, stderr, exitCode } = await say('validate');
    expect([exitCode, `${stdout}${stderr}`]).toEqual([0, expect.not.stringMatching(/found\.yaml/)]);
    expect((await say('discover', 'sales-db', '--as', file)).stderr).toContain('exists already');
    await sql('CREATE SCHEMA closed; CREATE TABLE closed.t (id int PRIMARY KEY)');
    const none = join(config, 'departments/none.yaml');
    const refused = await say('discover', 'sales-db', '--schema', 'closed', '--as', none);
    expect(refused.stderr).toContain('has only views, or tables that its login may not read');
    expect(existsSync(none)).toBe(false);
    expect((await say('discover', 'sales-dp')).stderr).toContain('did you mean "sales-db"');
  });
});
