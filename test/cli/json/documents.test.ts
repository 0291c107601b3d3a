import { readdirSync, readFileSync } from 'node:fs';
import { documentText, schemaName } from '../../../cli/json/document';
import { documents, jsonSchemaFiles } from '../../../cli/json/documents';
import { localCloudDocument, stoppedCloudDocument } from '../../../cli/json/local-documents';
import { planDocument } from '../../../cli/json/plan-document';
import { runDocument } from '../../../cli/json/run-documents';
import { createProgram } from '../../../cli/program';
import { machineShell } from '../../../cli/shell';
import type { JobPlan } from '../../../core/planning/job-plan';
import { checkDocument } from '../../helpers/json-output';
import { samplePlan } from '../../helpers/runs/plan';
import { lakeferry } from '../../helpers/scripted-shell';

const files = [...jsonSchemaFiles()];
const page = readFileSync('docs/json.md', 'utf8');

test.each(files)('docs/json/%s is what the code prints (npm run config:schemas)', (name, text) => {
  expect(readFileSync(`docs/json/${name}`, 'utf8')).toBe(text);
});

test('docs/json has the schemas of all versions that are printed, and the page lists each', () => {
  expect(readdirSync('docs/json').sort()).toEqual(expect.arrayContaining(files.map(([name]) => name).sort()));
  for (const [name] of files) expect(page).toContain(`json/${name}`);
});

test('every command has a document', () => {
  const of = documents.flatMap(({ description }) => (description.split(':')[0] ?? '').split(/, | and /));
  const commands = createProgram([], machineShell(), false, () => undefined).commands.flatMap((command) =>
    command.commands.length === 0
      ? [command.name()]
      : command.commands.map((one) => `${command.name()} ${one.name()}`),
  );
  expect(commands.filter((name) => !of.includes(name))).toEqual([]);
});

test.each(files)('every number of %s has its unit in its name or its description', (_, text) => {
  const without: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      const isNumber =
        typeof value === 'object' && value !== null && ['number', 'integer'].includes(value.type);
      if (
        isNumber &&
        !('description' in value) &&
        !/Seconds|Milliseconds|Bytes|GiB|Days|PerMinute$/.test(key)
      )
        without.push(`${path}/${key}`);
      visit(value, `${path}/${key}`);
    }
  };
  visit(JSON.parse(text), '');
  expect(without).toEqual([]);
});

test.each([
  [['validate', '--config', 'nowhere'], { code: 'wrong-use', exitCode: 1 }],
  [['validate', '--environment', 'prdo'], { code: 'unknown-name', exitCode: 3, fix: 'did you mean "prod"?' }],
  [['valdate'], { code: 'wrong-use', message: "unknown command 'valdate'", fix: 'Did you mean validate?' }],
  [['plan', '--evironment', 'prod'], { code: 'wrong-use', fix: 'Did you mean --environment?' }],
  [['run'], { code: 'wrong-use', message: "missing required argument 'department/job'" }],
  [['history', '--limit', '0'], { message: '--limit "0" is not a number of runs', fix: 'write 1 to 10000' }],
  [
    ['run', 'a: b'],
    { message: '"a: b" is not a job', fix: 'write department/job, such as sales/orders-daily' },
  ],
])('%j with --json ends with one error document on stderr', async (args, expected) => {
  const { stdout, stderr } = await lakeferry([...args, '--json']);
  expect(stdout).toBe('');
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(JSON.parse(stderr)).toMatchObject({ schema: 'error.v1', ...expected });
});

test('a document that has a field too many or the wrong type does not pass the check of these tests', () => {
  const valid = { schema: 'stopped-cloud.v1', url: 'http://127.0.0.1:1', wasUp: true };
  expect(() => checkDocument(JSON.stringify(valid))).not.toThrow();
  expect(() => checkDocument(JSON.stringify({ ...valid, pk: 'RUN#1' }))).toThrow('pk');
  expect(() => checkDocument(JSON.stringify({ ...valid, wasUp: 'yes' }))).toThrow('wasUp');
  expect(() => checkDocument('{"schema":"stopped-cloud.v2"}')).toThrow('not a document');
});

test('names no key or field of the stored items', () => {
  expect(schemaName(runDocument)).toBe('run.v1');
  for (const [, text] of files)
    for (const stored of [
      'pk',
      'sk',
      'jobKey',
      'forJob',
      'expiresAt',
      'planHash',
      'sweep',
      'endpoints',
      'token',
    ])
      expect(text).not.toContain(`"${stored}"`);
});

describe('a plan', () => {
  const every: readonly Partial<JobPlan>[] = [
    { publishing: { kind: 'none' }, check: 'off', drift: 'block' },
    {
      publishing: { kind: 'snapshot', prefix: 'a/b', lowerCase: true, keep: 7, catalogue: { database: 'd' } },
    },
    {
      mode: 'cdc',
      replication: {
        startFrom: { kind: 'time', time: '2026-11-21T04:00:00Z' },
        maxLatencySeconds: 60,
        resumeLimit: 3,
      },
      publishing: {
        kind: 'arrival',
        prefix: 'a/b',
        lowerCase: false,
        layout: '{schema}',
        timeZone: 'UTC',
        partitionBy: 'dms-folders',
      },
    },
    {
      splits: [{ schema: 's', table: 't', column: 'c', segments: 4, exact: true }],
      connection: {
        name: 'x',
        engine: 'oracle',
        secretName: 'x',
        databaseName: 'X',
        sslMode: 'verify-ca',
        thick: true,
        connectionAttributes: 'a=b',
      },
    },
  ];

  it.each(every)('with %j has a document that fits its schema', (over) => {
    const plan = samplePlan();
    const departments = plan.departments.map((department) => ({
      ...department,
      jobs: department.jobs.map((job) => ({ ...job, ...over })),
    }));
    const environment = {
      ...plan.environment,
      network: {
        kind: 'existing' as const,
        vpcId: 'vpc-1',
        cidr: '10.0.0.0/16',
        privateSubnetIds: ['subnet-1', 'subnet-2'],
        availabilityZones: ['a', 'b'],
      },
      oracleInstantClient: 'client.zip',
      namePrefix: 'acme',
      permissionsBoundary: 'ServiceBoundary',
    };
    checkDocument(documentText(planDocument, { ...plan, environment, departments }));
  });
});

test('the address of a local cloud has a document, and so has its end', () => {
  const address = {
    url: 'http://127.0.0.1:1',
    region: 'eu-west-1',
    accessKeyId: 'A',
    secretAccessKey: 's',
    pid: 7,
    startedAt: '2026-11-21T00:00:00.000Z',
    databases: ['postgres://x'],
  };
  checkDocument(documentText(localCloudDocument, address));
  checkDocument(documentText(stoppedCloudDocument, { url: address.url, wasUp: false }));
});
