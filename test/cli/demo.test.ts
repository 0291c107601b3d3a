import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Client } from 'pg';
import { planOf } from '../../cli/configuration';
import { runDemo } from '../../cli/demo/demo';
import { type DemoReport, showReport } from '../../cli/demo/report';
import { whatNext } from '../../cli/demo/what-next';
import { writeAddress } from '../../cli/local-cloud-address';
import { Cleanup } from '../../cli/local-environment/cleanup';
import { lakeferry, scriptedShell } from '../helpers/scripted-shell';
import { rowsInCsv, rowsInDatabase, rowsInParquet } from '../helpers/staged-rows';

jest.setTimeout(180_000);

const workingFolder = mkdtempSync(join(tmpdir(), 'lakeferry-demo-'));
const configFolder = join(__dirname, '..', '..', 'config');
const cleanup = new Cleanup();
let report: DemoReport;

beforeAll(async () => {
  const shell = scriptedShell({ workingFolder, now: new Date() });
  const plan = planOf(shell, {
    config: configFolder,
    environment: 'local',
    environmentGiven: false,
    json: false,
  });
  report = await runDemo(
    { plan, configFolder, shell: { ...shell, now: () => new Date() }, silent: true, keep: true },
    cleanup,
  );
  if (report.address !== undefined) writeAddress(workingFolder, report.address);
});
afterAll(async () => {
  expect(await cleanup.run()).toEqual([]);
  rmSync(workingFolder, { recursive: true, force: true });
});

const at = (...args: string[]) => lakeferry(args, { workingFolder, now: new Date() });
const config = ['--config', configFolder];

describe('the demo', () => {
  it('ends with every run succeeded and no task left', () => {
    expect(report.runs.map(({ run }) => [run.jobKey, run.verdict?.outcome])).toEqual([
      ['hr/people-nightly', 'succeeded'],
      ['sales/orders-daily', 'succeeded'],
      ['sales/reviews-daily', 'succeeded'],
    ]);
    for (const { run } of report.runs) expect(run.phases.taskDeleted).toBeDefined();
  });

  it('shows it within 80 columns', () => {
    const shell = scriptedShell({ now: new Date() });
    const text = `${showReport(shell, report)}\n${whatNext(shell, { ...report, succeeded: true })}`;
    expect(text).toContain('no file: the table is empty');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('every row of every table is in S3, values and all', async () => {
    const s3 = new S3Client({ forcePathStyle: true });
    const differences: string[] = [];
    let compared = 0;
    for (const { run, tables } of report.runs)
      for (const { schema, table } of tables) {
        const files = report.files.filter((file) => file.key.startsWith(`${run.jobKey}/${schema}/${table}/`));
        const bodies = await Promise.all(
          files.map(async ({ key }) => {
            const object = await s3.send(new GetObjectCommand({ Bucket: report.stagingBucket, Key: key }));
            return Buffer.from((await object.Body?.transformToByteArray()) ?? []);
          }),
        );
        const format = run.jobKey === 'sales/orders-daily' ? 'parquet' : 'csv';
        expect(files.every(({ key }) => key.endsWith(`.${format}`))).toBe(true);
        const staged =
          format === 'parquet'
            ? await rowsInParquet(bodies)
            : rowsInCsv(bodies.map((body) => body.toString('utf8')));
        const wanted = await inDatabase(run.department, (client) =>
          rowsInDatabase(client, schema, table, format),
        );
        const wrong = wanted.findIndex((row, index) => row !== staged[index]);
        if (staged.length !== wanted.length || wrong >= 0)
          differences.push(
            `${schema}.${table}: ${staged.length} of ${wanted.length}; ${wanted[wrong]} is ${staged[wrong]}`,
          );
        compared += staged.length;
      }
    expect(differences).toEqual([]);
    expect(compared).toBe(308_102);
  });
});

function inDatabase<T>(database: string, work: (client: Client) => Promise<T>): Promise<T> {
  const url = report.address?.databases.find((one) => one.endsWith(`/${database}`));
  const client = new Client({ connectionString: url });
  return client.connect().then(() => work(client).finally(() => client.end()));
}

describe('the commands, on the demo that stays up', () => {
  it('status shows each job with its newest run', async () => {
    const { stdout, exitCode } = await at('status');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^local: 3 jobs, 0 running$/m);
    expect(stdout).toMatch(/^sales\/orders-daily +succeeded .* 254,074 /m);
  });

  it('history lists by all, department and job, and since', async () => {
    const runs = async (...args: string[]): Promise<string[]> => {
      const list: { job: string }[] = JSON.parse((await at('history', ...args, '--json')).stdout);
      return list.map(({ job }) => job).sort();
    };
    expect(await runs()).toEqual(['hr/people-nightly', 'sales/orders-daily', 'sales/reviews-daily']);
    expect(await runs('sales')).toEqual(['sales/orders-daily', 'sales/reviews-daily']);
    expect(await runs('hr/people-nightly')).toEqual(['hr/people-nightly']);
    expect(await runs('sales', '--limit', '1')).toHaveLength(1);
    expect(await runs('--since', '2099-01-01')).toEqual([]);
  });

  it('show takes a run, or a job for its newest', async () => {
    const run = report.runs[0]?.run.run ?? '';
    expect(JSON.parse((await at('show', run, '--json')).stdout)).toMatchObject({ run: { run } });
    expect((await at('show', 'hr/people-nightly')).stdout).toContain('HR.EMPLOYEES');
  });

  it('run --wait runs a job to its end', async () => {
    const { exitCode, stdout, stderr } = await at('run', 'sales/reviews-daily', '--wait');
    expect(stderr).toMatch(/^started sales\.reviews-daily\./);
    expect(stdout).toContain('succeeded');
    expect(stdout).toContain('12,000');
    expect(exitCode).toBe(0);
  });

  it.each([
    [['run', 'sales/reviews-dayly'], 'did you mean "sales/reviews-daily"?'],
    [['history', 'slaes'], 'did you mean "sales"?'],
    [['show', 'nobody'], 'there is no run "nobody"'],
    [['show', 'hr/people-nightli'], 'did you mean "hr/people-nightly"?'],
  ])('%j ends with 3', async (args, message) => {
    const { stderr, exitCode } = await at(...args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(3);
  });

  it('an environment that is not deployed is told', async () => {
    const { stderr, exitCode } = await at('status', '--environment', 'prod');
    expect(stderr).toContain('there is no stack lakeferry-prod-platform');
    expect(exitCode).toBe(3);
  });

  it('a second local cloud in the folder is refused', async () => {
    const { stderr, exitCode } = await at('local', 'up', ...config);
    expect(stderr).toContain('a local cloud is up here already');
    expect(exitCode).toBe(1);
  });
});

describe('cleaning up', () => {
  it('leaves nothing in the folder but the address that its owner removes', async () => {
    await cleanup.run();
    expect(existsSync(join(workingFolder, '.lakeferry/local.json'))).toBe(true);
    expect((await at('status')).exitCode).toBe(1);
  });
});
