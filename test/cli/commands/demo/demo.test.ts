import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import type { LocalCloud } from '@lakeferry/local-cloud';
import { Client } from 'pg';
import { openEnvironment } from '../../../../application/environments/deployed-environment';
import { keepConsole } from '../../../../cli/commands/demo/keep-console';
import { leaveFailed } from '../../../../cli/commands/demo/leave-failed';
import { type DemoReport, showReport } from '../../../../cli/commands/demo/report';
import { runDemo } from '../../../../cli/commands/demo/run-demo';
import { whatNext } from '../../../../cli/commands/demo/what-next';
import { writeNewAddress } from '../../../../cli/environment/local-cloud-address';
import { planOf } from '../../../../cli/environment/plan-of';
import { demoDocument } from '../../../../cli/json/demo-document';
import { documentText } from '../../../../cli/json/document';
import { Cleanup } from '../../../../cli/local-environment/cleanup';
import { stepLines } from '../../../../cli/output/step-lines';
import type { Plan } from '../../../../core/planning/plan';
import { createDemoDatabase } from '../../../../demo/database/create-demo-database';
import { send, signIn } from '../../../helpers/console/http';
import { usePostgres, withClient } from '../../../helpers/databases/postgres';
import { checkDocument } from '../../../helpers/json-output';
import { rowsInCsv, rowsInDatabase, rowsInParquet } from '../../../helpers/local/staged-rows';
import { lakeferry, scriptedShell } from '../../../helpers/scripted-shell';
import { findSecret, type Searched } from '../../../helpers/secrets/find-secret';
import {
  asText,
  eventsOf,
  filesBelow,
  historyOf,
  keepQueueMessages,
  logsOf,
  stacksOf,
  storedIn,
} from '../../../helpers/secrets/searched-places';

/** Keeps what the demo has started. */
class KeepingCleanup extends Cleanup {
  readonly kept: unknown[] = [];

  override own<T>(starting: Promise<T>, end: (started: T) => Promise<unknown> | unknown): Promise<T> {
    return super.own(
      starting.then((started) => {
        this.kept.push(started);
        return started;
      }),
      end,
    );
  }
}

function isCloud(value: unknown): value is LocalCloud {
  return typeof value === 'object' && value !== null && 'eventBus' in value;
}

const workingFolder = mkdtempSync(join(tmpdir(), 'lakeferry-demo-'));
const configFolder = join(__dirname, '..', '..', '..', '..', 'config');
const live = 'sales/orders-live';
const pristine = usePostgres();
/** Characters that are written differently in JSON, URLs, XML, SQL and a shell. */
const password = `q"w\\e+r/t&y%u<i'o p`;
const cleanup = new KeepingCleanup();
let plan: Plan;
let report: DemoReport;
const queues = keepQueueMessages();

beforeAll(async () => {
  const shell = scriptedShell({ workingFolder, now: new Date() });
  const ofFolder = (folder: string) =>
    planOf({
      shell,
      options: { config: folder, environment: 'local', environmentGiven: false, json: false },
    });
  plan = ofFolder(configFolder);
  report = await runDemo(
    {
      plan,
      planOf: ofFolder,
      configFolder,
      shell: { ...shell, now: () => new Date() },
      silent: true,
      keep: true,
      databasePassword: password,
    },
    cleanup,
  );
  if (report.address !== undefined) writeNewAddress(workingFolder, report.address);
});
afterAll(async () => {
  queues.stop();
  expect(await cleanup.run()).toEqual([]);
  rmSync(workingFolder, { recursive: true, force: true });
});

const at = (...args: string[]) => lakeferry(args, { workingFolder, now: new Date() });
const config = ['--config', configFolder];

describe('the demo', () => {
  it('has a JSON document that fits its schema', () => {
    checkDocument(documentText(demoDocument, { report, now: new Date() }));
  });

  it('ends with every run succeeded, and only the task of the CDC job left', () => {
    // Names what failed, and why.
    expect(report.runs.filter(({ run }) => run.verdict?.outcome !== 'succeeded')).toEqual([]);
    expect(report.runs.map(({ run }) => [run.jobKey, run.verdict?.outcome])).toEqual([
      ['hr/people-nightly', 'succeeded'],
      ['sales/orders-daily', 'succeeded'],
      ['sales/orders-live', 'succeeded'],
      ['sales/reviews-daily', 'succeeded'],
      ['sales/orders-live', 'succeeded'],
    ]);
    for (const { run } of report.runs) expect(run.phases.taskDeleted !== undefined).toBe(run.jobKey !== live);
    expect(new Set(report.runs.flatMap(({ run }) => (run.jobKey === live ? run.task?.arn : []))).size).toBe(
      1,
    );
  });

  it('loses no change while the job is stopped and resumed: the folded files equal the database', () => {
    expect(report.live).toMatchObject({ job: live, same: true });
    expect(report.live?.figures.made).toBeGreaterThan(300);
    expect(report.live?.figures.staged).toBeGreaterThanOrEqual(report.live?.figures.made ?? 0);
    expect(Object.keys(report.live?.comparison ?? {})).toHaveLength(4);
    expect(report.live?.checkpoint).toMatch(/^checkpoint:/);
    const story = report.live?.events.map(({ kind }) => kind);
    for (const kind of ['task-created', 'task-started', 'load-complete', 'stop-ordered', 'task-stopped'])
      expect(story).toContain(kind);
  });

  it('fails a run on purpose, sends its message, and repairs it with a retry of one table', () => {
    const { repaired } = report;
    expect(repaired?.failed.run.verdict).toMatchObject({
      outcome: 'failed',
      evidence: { tablesCompleted: 4 },
    });
    expect(repaired?.retried.run).toMatchObject({
      attempt: 2,
      onlyTables: ['HR.SALARIES'],
      verdict: { outcome: 'succeeded', evidence: { tables: 5, rows: 8_028 } },
    });
    expect(repaired?.messages.map(({ subject }) => subject)).toEqual([
      '[local] hr/people-nightly failed',
      '[local] hr/people-nightly recovered',
    ]);
    expect(repaired?.messages[0]?.text).toMatch(/What to do\n {2}\S/);
  });

  it('ends in the lake: a snapshot of each full load, and each file of the changes in its partition', async () => {
    const { snapshots, arrivals, lakeBucket } = report.lake;
    expect(snapshots.map(({ job, rows, tables, emptyTables }) => [job, rows, tables, emptyTables])).toEqual([
      ['hr/people-nightly', 8_028, 5, 0],
      ['sales/orders-daily', 254_074, 7, 1],
      ['sales/reviews-daily', 46_000, 2, 0],
    ]);
    expect(arrivals.map(({ job, missing }) => [job, missing])).toEqual([[live, 0]]);
    const s3 = new S3Client({ forcePathStyle: true });
    const objects = async (Bucket: string): Promise<readonly { key: string; eTag: string }[]> => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${live}/` }));
      return Contents.map(({ Key = '', ETag = '' }) => ({ key: Key, eTag: ETag }));
    };
    const [staged, landed] = await Promise.all([objects(report.stagingBucket), objects(lakeBucket)]);
    // Schema and table stay in the key, with the hour of arrival between them and the file.
    const partition = /\/year=\d{4}\/month=\d\d\/day=\d\d\/hour=\d\d\//;
    expect(landed.every(({ key }) => partition.test(key))).toBe(true);
    const plain = landed.map(({ key, eTag }) => ({ key: key.replace(partition, '/'), eTag }));
    const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : 1);
    expect(plain.sort(byKey)).toEqual([...staged].sort(byKey));
    expect(staged.length).toBeGreaterThan(6);
  });

  it('loads the dropped file into PostgreSQL with its quotes, line breaks and empty cells', async () => {
    expect(report.lake.loaded).toMatchObject({ load: 'sales/supplier-prices', rowsInTable: 2_000 });
    const [backoffice] = (report.address?.databases ?? []).filter((one) => one.includes('backoffice'));
    const client = new Client({ connectionString: backoffice });
    await client.connect();
    try {
      const { rows } = await client.query(
        `SELECT count(*) FILTER (WHERE price IS NULL)::int AS unpriced,
           count(*) FILTER (WHERE note = E'ask for\na new offer')::int AS broken,
           count(*) FILTER (WHERE supplier = 'O"Hara Ltd')::int AS quoted, count(*) FILTER (WHERE supplier = '東京商事')::int AS far
         FROM supplier_prices`,
      );
      expect(rows).toEqual([{ unpriced: 50, broken: 400, quoted: 400, far: 400 }]);
    } finally {
      await client.end();
    }
  });

  it('queries the lake, with the result that the database gives', async () => {
    const { sql = '', rows, columns } = report.lake.query ?? {};
    expect(columns).toEqual(['country', 'orders', 'revenue']);
    await createDemoDatabase(pristine());
    const answer = await withClient(pristine(), 'sales', (client) =>
      client.query<Record<string, unknown>>(sql.replaceAll('lakeferry_local_sales.', 'sales.')),
    );
    expect(rows).toEqual(answer.rows.map((row) => Object.values(row).map(String)));
  });

  it('is reported within 80 columns', () => {
    const shell = scriptedShell({ now: new Date(), interactive: true });
    const [leftFailed] = report.runs;
    const next = whatNext(shell, { ...report, succeeded: true, ...(leftFailed ? { leftFailed } : {}) });
    const usual = next.replaceAll(encodeURIComponent(password), 'lakeferry-local');
    const text = `${showReport(shell, report)}\n${usual}`;
    expect(text).toContain('no file: the table is empty');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('every row of every load is in S3, values and all', async () => {
    // Orders came in since; the other server was filled with the same rows.
    const s3 = new S3Client({ forcePathStyle: true });
    const differences: string[] = [];
    let compared = 0;
    for (const { run, tables } of report.runs.filter(({ run: { jobKey } }) => jobKey !== live))
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
        const wanted = await withClient(pristine(), run.department, (client) =>
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

/** Polls each second, because a test cannot wait for the poll of each minute. */
async function hurried<T>(work: () => Promise<T>): Promise<T> {
  const lambda = new LambdaClient({});
  const poll = new InvokeCommand({ FunctionName: 'lakeferry-local-poll-tasks', Payload: '{}' });
  const timer = setInterval(() => void lambda.send(poll).catch(() => undefined), 1_000);
  return work().finally(() => clearInterval(timer));
}

describe('the commands, on the demo that stays up', () => {
  it('the console is at the address that is printed, with the run that failed and its repair, and one to repair', async () => {
    const shell = scriptedShell({ workingFolder, now: new Date() });
    const cloud = cleanup.kept.find(isCloud);
    if (cloud === undefined) throw new Error('the demo has a cloud');
    const environment = await openEnvironment(plan.environment.name, plan.environment.namePrefix);
    const failing = { plan, environment, shell: { ...shell, now: () => new Date() }, local: { cloud } };
    const leftFailed = await hurried(() => leaveFailed(failing, stepLines(shell, true)));
    expect(leftFailed?.run.verdict?.outcome).toBe('failed');
    const options = { config: configFolder, environment: 'dev', environmentGiven: false, json: false };
    const console = new Cleanup();
    const note = join(workingFolder, '.lakeferry', `console-${process.pid}.json`);
    try {
      await keepConsole({ shell, options }, console);
      const url = /^console:\n(http:\S+)$/m.exec(shell.stdout)?.[1] ?? '';
      expect(existsSync(note)).toBe(true);
      const cookie = await signIn(url);
      const port = Number(new URL(url).port);
      expect((await send(port, '/', { headers: { cookie } })).text).toContain('console.js');
      const read = async (path: string) =>
        JSON.parse((await send(port, `/api${path}`, { headers: { cookie } })).text);
      const today = await read('/today');
      expect(today.jobs).toHaveLength(5);
      const left = leftFailed?.run.run ?? '';
      expect(today.problems).toEqual([
        expect.objectContaining({
          job: 'hr/people-nightly',
          health: 'failing',
          cause: 'DMS suspended the table',
          fix: expect.stringContaining(`lakeferry retry ${left}`),
          run: left,
        }),
      ]);
      // The address of a session is one line of 80 columns.
      expect(url.length).toBeLessThanOrEqual(80);
      expect((await read(`/runs/${left}`)).refused.retry).toBeUndefined();
      const failed = report.repaired?.failed.run.run ?? '';
      expect((await read(`/runs/${failed}`)).findings).toEqual([
        expect.objectContaining({ code: 'table-error', table: 'HR.SALARIES' }),
      ]);
      expect((await read(`/runs/${failed}/task-errors`)).lines).toContainEqual(
        expect.objectContaining({ text: 'the demo makes this table fail' }),
      );
    } finally {
      expect(await console.run()).toEqual([]);
      expect(existsSync(note)).toBe(false);
    }
  });

  it('status shows each job with its newest run', async () => {
    const { stdout, exitCode } = await at('status');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^local: 4 jobs, 1 load, 0 running$/m);
    expect(stdout).toMatch(/^sales\/orders-daily +succeeded .* 254,074 /m);
    expect(stdout).toMatch(/^sales\/orders-live +running /m);
  });

  it('history lists by all, department and job, and since', async () => {
    const ofSales = ['sales/orders-daily', live, live, 'sales/reviews-daily', 'sales/supplier-prices'];
    const runs = async (...args: string[]): Promise<string[]> => {
      const list: { runs: { job: string }[] } = JSON.parse((await at('history', ...args, '--json')).stdout);
      return list.runs.map(({ job }) => job).sort();
    };
    // The second failed on purpose; its retry is an attempt of the same run. The last waits for a person.
    const ofHr = Array.from({ length: 4 }, () => 'hr/people-nightly');
    expect(await runs()).toEqual([...ofHr, ...ofSales]);
    expect(await runs('sales')).toEqual(ofSales);
    expect(await runs('hr/people-nightly')).toEqual(ofHr);
    expect(await runs('sales', '--limit', '1')).toHaveLength(1);
    expect(await runs('--since', '2099-01-01')).toEqual([]);
  });

  it('show takes a run, or a job for its newest', async () => {
    const run = report.runs[0]?.run.run ?? '';
    expect(JSON.parse((await at('show', run, '--json')).stdout)).toMatchObject({ run });
    expect((await at('show', 'hr/people-nightly')).stdout).toContain('HR.EMPLOYEES');
  });

  it('run --wait runs a job to its end', async () => {
    const { exitCode, stdout, stderr } = await at('run', 'sales/reviews-daily', '--wait');
    expect(stderr).toMatch(/^started sales\.reviews-daily\./m);
    expect(stdout).toContain('succeeded');
    // Orders came in meanwhile.
    expect(stdout).toMatch(/1[12],\d{3}/);
    expect(exitCode).toBe(0);
  });

  it('status of a CDC job shows its task, its checkpoint and what happened', async () => {
    const { stdout } = await at('status', live);
    for (const words of ['full-load-and-cdc', 'running', 'checkpoint:', 'task created', 'stop requested'])
      expect(stdout).toContain(words);
    for (const line of stdout.split('\n')) expect(line).not.toContain('undefined');
    const [first] = JSON.parse((await at('status', '--json')).stdout).replicating;
    expect(first).toMatchObject({ job: live, desired: 'running', task: 'running' });
    expect(JSON.parse((await at('status', live, '--json')).stdout)).toMatchObject({
      schema: 'job-status.v1',
    });
  });

  it('traffic makes changes for so many seconds', async () => {
    const { stdout, exitCode } = await at('local', 'traffic', '--seconds', '1', '--rate', '100', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).changes).toBeGreaterThan(50);
  });

  it('reload loads a table of the running task again, and refuses one that it has not', async () => {
    expect(await at('reload', live, 'sales.return')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('did you mean "sales.returns"?'),
    });
    expect(await at('reload', live, 'sales.returns')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('DMS reloads 1 table of sales/orders-live: sales.returns'),
    });
    const again = await at('reload', live, 'sales.returns', '--json');
    expect(JSON.parse(again.stdout || again.stderr)).toMatchObject({ tables: ['sales.returns'] });
  });

  it('a CDC job is stopped and resumed, and each action that its task does not take is refused', async () => {
    expect((await at('start', live)).stderr).toContain('replicates already');
    expect((await at('resume', live)).stderr).toContain('nothing to resume');
    const stopped = await at('stop', live, '--wait', '--json');
    expect(JSON.parse(stopped.stdout)).toMatchObject({
      task: 'stopped',
      checkpoint: { taskArn: expect.any(String) },
    });
    expect((await at('stop', live)).stderr).toContain('is stopped already');
    expect((await at('start', live)).stderr).toContain(`lakeferry resume ${live}`);
    expect((await at('reload', live)).stderr).toContain('reloads tables of a running task only');
    expect((await at('checkpoint', live)).stdout).toMatch(/^checkpoint:/);
    expect(JSON.parse((await at('checkpoint', live, '--json')).stdout)).toMatchObject({
      schema: 'checkpoint.v1',
    });
    const resumed = await hurried(() => at('resume', live, '--wait'));
    // The output too: an exit code alone explains nothing.
    expect(resumed.exitCode === 0 ? '' : resumed.stdout).toBe('');
    expect((await at('stop', 'sales/orders-daily')).stderr).toContain('is a full-load job');
  });

  it('a task is deleted with its checkpoint stored, and the next start makes another', async () => {
    const deleted = await at('stop', live, '--delete', '--json');
    expect(JSON.parse(deleted.stdout)).toMatchObject({
      task: 'gone',
      checkpoint: { checkpoint: expect.any(String) },
    });
    expect((await at('resume', live)).stderr).toContain('has no task');
    const started = await at('start', live, '--json');
    expect(JSON.parse(started.stdout)).toMatchObject({ schema: 'started-run.v1', job: live });
  });

  it.each([
    [['run', 'sales/reviews-dayly'], 'did you mean "sales/reviews-daily"?'],
    [['history', 'slaes'], 'did you mean "sales"?'],
    [['show', 'nobody'], '"nobody" is not a run'],
    [['show', 'hr/people-nightli'], 'did you mean "hr/people-nightly"?'],
  ])('%j ends with 3', async (args, message) => {
    const { stderr, exitCode } = await at(...args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(3);
  });

  it('an environment that is not deployed is reported', async () => {
    const { stderr, exitCode } = await at('status', '--environment', 'prod');
    expect(stderr).toContain('there is no stack lakeferry-prod-platform');
    expect(exitCode).toBe(3);
  });

  it('a second local cloud in the folder is refused', async () => {
    const { stderr, exitCode } = await at('local', 'up', ...config);
    expect(stderr).toContain('a local cloud is up in this folder already');
    expect(exitCode).toBe(1);
  });
});

describe('passwords of the demo', () => {
  const wrong = `z"y\\x+w/v&u%t<s'r q`;
  const secretOf = (value: string) => {
    const { port } = new URL(report.address?.databases[0] ?? '');
    const login = { username: 'lakeferry', password: value, host: '127.0.0.1', port: Number(port) };
    return new SecretsManager({}).putSecretValue({
      SecretId: 'lakeferry/hr-db',
      SecretString: JSON.stringify(login),
    });
  };
  const errors: Searched[] = [];
  const places = new Map<string, readonly Searched[]>();

  beforeAll(async () => {
    const told = async (...args: string[]): Promise<void> => {
      const { stdout, stderr } = await at(...args);
      errors.push(asText(args.join(' '), stdout), asText(args.join(' '), stderr));
    };
    await secretOf(wrong);
    await told('doctor', 'hr/people-nightly', '--all', ...config);
    await told('discover', 'hr-db', ...config);
    await hurried(() => told('run', 'hr/people-nightly', '--wait'));
    await told('logs', 'hr/people-nightly');
    await secretOf(password);
    await told('doctor', 'hr/people-nightly', '--json', ...config);
    const out = join(workingFolder, 'report');
    await told('report', '--out', out, ...config);
    const environment = await openEnvironment('local');
    const cloud = cleanup.kept.find(isCloud);
    if (cloud === undefined) throw new Error('the demo has started no cloud');
    const stacks = await stacksOf(cloud);
    const [work] = readdirSync(join(workingFolder, '.lakeferry')).filter((name) => name.startsWith('cloud-'));
    places
      .set('templates', filesBelow(join(workingFolder, '.lakeferry', work ?? '', 'assembly-1')))
      .set('logs', await logsOf(environment))
      .set('history', await historyOf(environment))
      .set('errors', errors)
      .set('events', eventsOf(cloud))
      .set('messages of queues', queues.kept)
      .set('messages of topics', stacks.messages)
      .set('events of stacks', stacks.events)
      .set('reports', [
        ...filesBelow(out),
        asText(
          'report of the demo',
          documentText(demoDocument, { report: withoutAddress(), now: new Date() }),
        ),
      ])
      .set('objects and parameters', await storedIn(cloud));
  });
  /** The address is for the person at this machine, and has the password of each database. */
  const withoutAddress = (): DemoReport => {
    const { address: _, ...others } = report;
    return others;
  };

  it('a wrong one is reported as an error, and the right one works again', () => {
    const texts = errors.map(({ bytes }) => Buffer.from(bytes).toString());
    expect(texts[0]).toMatch(/password/);
    expect(texts.join('')).toContain('people-nightly');
  });

  it.each([
    ...['templates', 'logs', 'history', 'errors', 'events', 'reports', 'objects and parameters'],
    ...['messages of queues', 'messages of topics', 'events of stacks'],
  ])('are not in the %s, which the search reads', (place) => {
    const searched = places.get(place) ?? [];
    expect(findSecret(password, searched)).toEqual([]);
    expect(findSecret(wrong, searched)).toEqual([]);
    // What is there is found.
    expect(findSecret('people-nightly', searched)).not.toEqual([]);
  });

  it('reads the parameter of each job, of which a page has ten at most', () => {
    const read = places.get('objects and parameters')?.map(({ place }) => place);
    const jobs = plan.departments.flatMap((department) => department.jobs);
    const parameters = jobs.map(({ identity }) => `/lakeferry/local/jobs/${identity.key}`);
    expect(read).toEqual(expect.arrayContaining(parameters));
  });

  it('reads what the history has in gzip', () => {
    const packed = (places.get('history') ?? []).filter(({ bytes }) => Buffer.from(bytes).includes('H4sI'));
    expect(packed.length).toBeGreaterThan(0);
    expect(findSecret('"', packed).length).toBeGreaterThan(0);
  });

  it.each<[string, (text: string) => string]>([
    ['templates', (text) => text.replace('people-nightly', JSON.stringify(JSON.stringify(password)))],
    ['logs', (text) => text.replace('people-nightly', JSON.stringify(password))],
    [
      'history',
      (text) => text.replace('people-nightly', gzipSync(JSON.stringify({ password })).toString('base64')),
    ],
    [
      'errors',
      (text) => text.replace('people-nightly', `postgres://me:${encodeURIComponent(password)}@host`),
    ],
    ['events', (text) => text.replace('people-nightly', Buffer.from(`me:${password}`).toString('base64'))],
    ['reports', (text) => text.replace('people-nightly', password)],
    ['objects and parameters', (text) => text.replace('people-nightly', JSON.stringify(password))],
    ['messages of queues', (text) => text.replace('people-nightly', password)],
    ['messages of topics', (text) => text.replace('people-nightly', password)],
    ['events of stacks', (text) => text.replace('people-nightly', JSON.stringify(password))],
  ])('one that is planted in the %s is found', (place, plant) => {
    const searched = places.get(place) ?? [];
    const index = searched.findIndex(({ bytes }) => Buffer.from(bytes).includes('people-nightly'));
    const planted = searched.map((one, at) =>
      at === index
        ? { ...one, bytes: Buffer.from(plant(Buffer.from(one.bytes).toString('latin1')), 'latin1') }
        : one,
    );
    expect(findSecret(password, planted)).toHaveLength(1);
  });
});

describe('cleaning up', () => {
  it('leaves nothing in the folder but the address that its owner removes', async () => {
    await cleanup.run();
    expect(existsSync(join(workingFolder, '.lakeferry/local.json'))).toBe(true);
    expect((await at('status')).exitCode).toBe(1);
  });
});
