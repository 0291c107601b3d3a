import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import { copyToLakeDeadLettersName } from '../../core/lake/copy-to-lake-queues';
import { RecordedRequests } from '../helpers/infra/authorization/recorded-requests';
import { lakeferry, type Spoken } from '../helpers/scripted-shell';
import { type Deployed, deploySample, synthesizeSample } from '../helpers/whole/deployed';
import { become, policyOf } from '../helpers/whole/person';

const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
const clock = new DrivenClock(new Date('2026-03-02T10:00:00Z'));
let folder: string;
let assembly: string;
let deployed: Deployed;
let recorded: RecordedRequests;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lakeferry-people-'));
  writeFileSync(
    join(folder, 'prices.csv'),
    'Product,Supplier,Unit price,Valid from,Note\n1,a,1.5,2026-03-01,\n',
  );
  assembly = await synthesizeSample();
  recorded = new RecordedRequests();
  deployed = await deploySample(assembly, { clock, scale: 0.02, mayRefuse: true });
  const { host, port, user: username, password } = deployed.database;
  deployed.cloud.secrets.put('lakeferry/backoffice', JSON.stringify({ username, password, host, port }));
  await deployed.database.createDatabase('backoffice');
});
afterAll(async () => {
  delete process.env['AWS_SESSION_TOKEN'];
  Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
  recorded?.stop();
  await deployed?.stop();
  for (const one of [folder, assembly]) rmSync(one, { recursive: true, force: true });
});

/** Time goes on while the command waits. */
async function tell(line: string | readonly string[]): Promise<Spoken> {
  let isDone = false;
  const command = lakeferry(
    [...(typeof line === 'string' ? line.split(' ') : line), '--environment', 'local'],
    {
      env: { AWS_ENDPOINT_URL: deployed.cloud.url },
      now: clock.now(),
    },
  ).finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await clock.advance(2000);
    await pause(10);
  }
  return command;
}

async function works(...lines: readonly (string | readonly string[])[]): Promise<void> {
  for (const line of lines) {
    const { exitCode, stdout, stderr } = await tell(line);
    expect({ line, exitCode, said: exitCode === 0 ? '' : stdout + stderr }).toEqual({
      line,
      exitCode: 0,
      said: '',
    });
  }
}

/** Waits for the state of the newest run. A run that was just started has no record yet. */
async function untilState(job: string, state: string): Promise<void> {
  for (let shown = ''; shown !== state; await clock.advance(2_000))
    shown = JSON.parse((await tell(`show ${job} --json`)).stdout).state;
}

const looks = [
  ...['status', 'history', 'show sales/orders-daily', 'status sales/orders-live'],
  'logs sales/orders-daily',
  'calendar sales --days 1',
  'diff sales',
];

/** Compares files with a job more, whose endpoint is looked up. */
async function differsByAJob(): Promise<void> {
  const more = join(folder, 'config');
  cpSync('config', more, { recursive: true });
  const file = join(more, 'departments/sales.yaml');
  const job = '  - { name: one-more, mode: full-load, format: csv, tables: [sales.reviews] }';
  writeFileSync(file, readFileSync(file, 'utf8').replace('jobs:\n', `jobs:\n${job}\n`));
  const { exitCode, stdout, stderr } = await tell(['diff', 'sales', '--config', more]);
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 2,
    stdout: expect.stringContaining('sales/one-more'),
    stderr: expect.not.stringContaining('not authorized'),
  });
}

test('docs/policies/operator.json, with reader.json, is enough for every command, and no more than they use', async () => {
  const arn = become(deployed, 'operator', ['reader', 'operator']);
  const letter = {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: { bucket: { name: 'b' }, object: { key: 'k' } },
  };
  deployed.cloud.sqs.find(copyToLakeDeadLettersName('local'))?.send(JSON.stringify(letter));
  await works(
    'doctor sales/orders-daily',
    'discover sales-db',
    'run sales/orders-daily --wait',
    'start sales/orders-live --wait',
    'checkpoint sales/orders-live',
    'reload sales/orders-live',
    ...looks,
    ['report', '--out', join(folder, 'report')],
    'arrivals status',
    'arrivals redrive',
    'backfill sales/orders-live',
    'stop sales/orders-live --wait',
    'resume sales/orders-live --wait',
    'stop sales/orders-live --delete',
    'start sales/orders-live --wait',
    'run sales/orders-daily --wait',
    'rollback sales/orders-daily',
    'reap --yes',
  );
  // The run is still in flight when the next command cancels it: a command takes some hundred seconds of the driven clock.
  deployed.cloud.dms.script.slow({ secondsPerTable: 10_000 });
  await works('run sales/orders-daily');
  await untilState('sales/orders-daily', 'open');
  await works('cancel sales/orders-daily --reason no');
  deployed.cloud.dms.script.reset();
  // Polls remove the task of a cancelled run, and close it.
  await untilState('sales/orders-daily', 'cancelled');
  await works(
    'retry sales/orders-daily',
    'pause sales/orders-daily --reason move',
    'unpause sales/orders-daily',
    'calendar --days 1',
    `load sales/supplier-prices ${join(folder, 'prices.csv')} --wait`,
    'snapshots sales/orders-daily',
    'views sales/orders-live',
    ['query', 'SELECT count(*) FROM lakeferry_local_sales.orders'],
  );
  // A file of more than 5 GiB goes in parts, tags go along where an object bears any, and keys of an endpoint's are not here.
  const unseen = [
    // doctor, of existing resources.
    'dms:DescribeConnections',
    'dms:DescribeEndpoints',
    // Nothing here is old enough for reap to remove.
    'dms:ListTagsForResource',
    'dynamodb:DeleteItem',
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:GenerateDataKey',
    's3:AbortMultipartUpload',
    's3:DeleteObject',
    's3:GetBucketNotification',
    's3:GetBucketVersioning',
    's3:GetEncryptionConfiguration',
    's3:GetObjectTagging',
    's3:ListBucketMultipartUploads',
    's3:PutObjectTagging',
    'sns:GetTopicAttributes',
  ];
  const granted = [
    ...policyOf(deployed, 'reader').Statement,
    ...policyOf(deployed, 'operator').Statement,
  ].flatMap(({ Action }) => Action);
  const used = deployed.cloud.permissions.usedBy(arn);
  expect([...new Set(granted)].filter((action) => !used.has(action)).sort()).toEqual(unseen);
  expect(spareParts(arn, unseen)).toEqual([
    // The operator's own statements cover this one and ReadLake, but reader.json is also for people who are no operators.
    'ListLake: s3:ListBucket',
    // A load that rejected rows.
    'ReadRejectFiles: s3:GetObject',
    'ReadLake: s3:GetObject',
    // A backfill of files that the lake does not have yet.
    'CopyToLake: s3:GetObject',
  ]);
});

/** Actions and resources of single statements of a person's policies that no command needed. */
function spareParts(arn: string, unseen: readonly string[]): readonly string[] {
  const role = deployed.cloud.roles.find(arn);
  if (role === undefined) throw new Error(`there is no role ${arn}`);
  return recorded
    .spareOf(role, deployed.cloud.permissions)
    .filter(({ element, text, actions }) =>
      element === 'Action' ? !unseen.includes(text) : !actions.every((action) => unseen.includes(action)),
    )
    .map(({ sid, text }) => `${sid}: ${text}`);
}

test('docs/policies/github-deploy.json is enough for doctor, and no more than CDK and doctor use', async () => {
  const arn = become(deployed, 'github-deploy', ['github-deploy']);
  const { exitCode, stderr } = await tell('doctor sales/orders-daily');
  expect(stderr).not.toMatch(/not authorized|not be checked|not checked/);
  expect(exitCode).toBe(0);
  const granted = policyOf(deployed, 'github-deploy').Statement.flatMap(({ Action }) => Action);
  const used = deployed.cloud.permissions.usedBy(arn);
  // CDK's own.
  expect(granted.filter((action) => !used.has(action))).toEqual(['sts:AssumeRole']);
  expect(spareParts(arn, ['sts:AssumeRole'])).toEqual([]);
  for (const line of ['run sales/orders-daily', 'stop sales/orders-live', 'show sales/orders-daily --json'])
    expect((await tell(line)).stderr).toMatch(/not authorized/);
});

test('docs/policies/github-diff.json is enough for diff, and no more: a pull request reads no data', async () => {
  const arn = become(deployed, 'github-diff', ['github-diff']);
  await works('diff sales', 'diff');
  await differsByAJob();
  const granted = policyOf(deployed, 'github-diff').Statement.flatMap(({ Action }) => Action);
  const used = deployed.cloud.permissions.usedBy(arn);
  expect(granted.filter((action) => !used.has(action))).toEqual([]);
  expect(spareParts(arn, [])).toEqual([]);
  const lines = ['logs sales/orders-daily', 'snapshots sales/orders-daily', 'run sales/orders-daily'];
  for (const line of [...lines, ['query', 'SELECT count(*) FROM lakeferry_local_sales.orders']])
    expect((await tell(line)).stderr).toMatch(/not authorized|you lack/);
});

test('docs/policies/reader.json is enough to look, and starts, stops and drops nothing', async () => {
  const arn = become(deployed, 'reader', ['reader']);
  const report = join(folder, 'report-of-reader');
  await works(
    ...looks,
    ['report', '--out', report],
    'snapshots sales/orders-daily',
    'views sales/orders-live',
  );
  await differsByAJob();
  expect(readFileSync(join(report, 'report.js'), 'utf8')).toContain('"source":"CloudWatch"');
  const { stdout } = await tell('snapshots sales/orders-daily');
  const newest = (stdout.match(/\d{8}T\d{9}Z-\w+(?:\.\d+)?/g) ?? []).sort().at(-1);
  const before = deployed.cloud.permissions.refusals.length;
  for (const line of [
    'run sales/orders-daily',
    `rollback sales/orders-daily --to ${newest}`,
    'doctor sales/orders-daily',
    'discover sales-db',
    'stop sales/orders-live',
    'stop sales/orders-live --delete',
    'reload sales/orders-live',
    'arrivals redrive',
    `load sales/supplier-prices ${join(folder, 'prices.csv')}`,
  ]) {
    const { exitCode, stderr } = await tell(line);
    expect({ line, exitCode, stderr }).toEqual({
      line,
      exitCode: 1,
      stderr: expect.stringMatching(/not authorized to perform: \w+:\w+/),
    });
  }
  expect(deployed.cloud.permissions.refusals.length).toBeGreaterThanOrEqual(before + 9);
  // A load that rejected rows.
  expect(spareParts(arn, ['kms:Decrypt'])).toEqual(['ReadRejectFiles: s3:GetObject']);
});
