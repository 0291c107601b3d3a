import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { departmentBytes, platformNeeds } from '../../core/config/checks/stacks/stack-limits';
import { stackResources } from '../../core/config/checks/stacks/stack-size';
import { loadConfig } from '../../core/config/load-config';
import { planMigrations } from '../../core/planning/plan-migrations';
import { RunInput } from '../../core/runs/record/run-input';
import { addStacks } from '../../infra/add-stacks';
import { connections, environment, now } from '../core/config/config-files';
import { ofType, type SynthesizedStack, synthesize, testApp } from '../helpers/infra/stacks';
import { planOfEveryResource } from '../helpers/infra/physical-names';
import { sampleDepartment, sampleJob, samplePlan } from '../helpers/runs/plan';

function salesOf(plan = samplePlan()): SynthesizedStack {
  const stack = synthesize(plan).get('lakeferry-dev-sales');
  if (stack === undefined) throw new Error('no stack for sales');
  return stack;
}

const { template, resources } = salesOf();

/** Text of a Fn::Join, with `<name>` for each value that only the deployment knows. */
function joined(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(joined).join('');
  if (typeof value !== 'object' || value === null) throw new Error(`unexpected ${JSON.stringify(value)}`);
  const entry = Object.entries(value)[0];
  if (entry?.[0] !== 'Fn::Join') return `<${entry?.[0]}>`;
  return Array.isArray(entry[1]) ? joined(entry[1][1]) : '';
}

test('the stack has as many resources as `lakeferry validate` counts', () => {
  const { jobs } = sampleDepartment();
  expect(Object.keys(template.toJSON()['Resources'])).toHaveLength(stackResources({ jobs }));
  const everything = planOfEveryResource();
  const sales = everything.departments.find(({ name }) => name === 'sales');
  const counted = stackResources({
    jobs: (sales?.jobs ?? []).map((job) => ({
      schedule: job.schedule,
      lake: { catalogue: job.publishing.kind !== 'none' && job.publishing.catalogue !== undefined },
      handOffs: (job.handOff ?? []).length,
    })),
    loads: sales?.loads ?? [],
    channels: { topic: true, email: true, webhooks: 2 },
  });
  // A hand-off to a queue has no role, and a job that writes to a database no endpoint.
  expect(Object.keys(salesOf(everything).resources)).toHaveLength(counted - 2);
});

test('templates and platform stacks are no larger than validate reckons, and not much smaller', () => {
  const tags = `{${Array.from({ length: 40 }, (_, index) => `key-${index}: ${'x'.repeat(60)}`).join(', ')}}`;
  const loads = Array.from(
    { length: 20 },
    (_, index) =>
      `  - {name: load-${index}, target: shop, table: s.t${index}, mode: append, null-token: "", columns: [a]}`,
  );
  const jobs = Array.from(
    { length: 30 },
    (_, index) =>
      `  - {name: ${'j'.repeat(57)}-${index}, mode: full-load, schedule: cron(0 3 * * ? *), description: "${'d'.repeat(400)}", tables: [s.t]}`,
  );
  const file = (more: string) => ({
    path: 'config/departments/d.yaml',
    text: `department: ${'d'.repeat(40)}\nowner: x@example.com\nsource: sales-db\ntarget: lake\ntime-zone: Europe/Vienna\n${more}jobs:\n${jobs.join('\n')}\nloads:\n${loads.join('\n')}\n`,
  });
  const connected = {
    ...connections,
    text: connections.text.replace(
      'lake: {',
      'shop: {engine: postgres, database: s, secret: lakeferry/shop}\n  lake: {',
    ),
  };
  const unscheduled = (text: string) => text.replaceAll('schedule: cron(0 3 * * ? *), ', '');
  const rules = `name-prefix: ${'p'.repeat(30)}\npermissions-boundary: arn:aws:iam::123456789012:policy/${'b'.repeat(100)}\n`;
  for (const [more, read, ofEnvironment = ''] of [
    ['', String],
    ['', unscheduled],
    [`tags: ${tags}\n`, String],
    ['', String, rules],
  ] as const) {
    const named = { ...environment, text: `${environment.text}${more}${ofEnvironment}` };
    const { path, text } = file(more);
    const loaded = loadConfig([connected, named, { path, text: read(text) }], now);
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const { departments, environments } = loaded.config;
    const [department, test] = [departments[0], environments[0]];
    if (department === undefined || test === undefined) throw new Error('nothing was read');
    const app = testApp();
    addStacks(app, planMigrations(loaded.config, 'test'));
    const prefix = ofEnvironment === '' ? '' : `${'p'.repeat(30)}-`;
    const synthesized = (name: string) => app.synth().getStackByName(`${prefix}${name}`);
    const size = (name: string) => readFileSync(synthesized(name).templateFullPath).byteLength;
    const needs = platformNeeds(test, departments, loaded.config.connections);
    for (const [actual, bound] of [
      [size(`lakeferry-test-${'d'.repeat(40)}`), departmentBytes(test, department)],
      [size('lakeferry-test-platform'), needs.bytes],
    ] as const) {
      expect(actual).toBeLessThanOrEqual(bound);
      expect(actual).toBeGreaterThan(bound / 2);
    }
    const { Resources, Outputs } = synthesized('lakeferry-test-platform').template;
    expect(Object.keys(Resources).length).toBeLessThanOrEqual(needs.resources);
    expect(Object.keys(Resources).length).toBeGreaterThan(needs.resources - 15);
    expect(Object.keys(Outputs)).toHaveLength(needs.outputs);
  }
});

function schedule(name: string): Record<string, unknown> {
  const found = Object.values(
    template.findResources('AWS::Scheduler::Schedule', { Properties: { Name: name } }),
  )[0];
  if (found === undefined) throw new Error(`no schedule ${name}`);
  return found['Properties'];
}

test('each job has a target endpoint that writes Parquet or CSV into its own staging folder', () => {
  template.resourceCountIs('AWS::DMS::Endpoint', 3);
  template.hasResourceProperties('AWS::DMS::Endpoint', {
    EndpointIdentifier: 'dev-sales-orders-daily-target',
    EndpointType: 'target',
    EngineName: 's3',
    S3Settings: {
      BucketName: { 'Fn::ImportValue': 'lakeferry-dev-platform:StagingBucketName' },
      BucketFolder: 'sales/orders-daily',
      DataFormat: 'parquet',
      CompressionType: 'gzip',
      ParquetTimestampInMillisecond: true,
      ServiceAccessRoleArn: Match.anyValue(),
    },
  });
});

test('a schedule fires at the minute in its own time zone, and keeps events that it cannot deliver', () => {
  expect(schedule('dev-sales-orders-daily')).toMatchObject({
    GroupName: 'lakeferry-dev',
    State: 'ENABLED',
    ScheduleExpression: 'cron(0 2 * * ? *)',
    ScheduleExpressionTimezone: 'Europe/Vienna',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: { 'Fn::ImportValue': 'lakeferry-dev-platform:StateMachineArn' },
      RetryPolicy: { MaximumEventAgeInSeconds: 3600 },
      DeadLetterConfig: { Arn: { 'Fn::ImportValue': 'lakeferry-dev-platform:UndeliveredQueueArn' } },
    },
  });
});

test('a schedule’s input is a RunInput with the scheduled time, which is the same in each attempt', () => {
  const target = schedule('dev-sales-orders-daily')['Target'];
  const input = JSON.parse(
    joined(typeof target === 'object' && target !== null && 'Input' in target ? target.Input : '')
      .replace(
        '<aws.scheduler.schedule-arn>',
        'arn:aws:scheduler:eu-west-1:000000000000:schedule/lakeferry-dev/x',
      )
      .replace('<aws.scheduler.scheduled-time>', '2026-03-22T02:00:00Z'),
  );
  expect(RunInput.parse(input)).toMatchObject({
    job: 'sales/orders-daily',
    plan: { key: expect.stringMatching(/^[0-9a-f]{64}\.json$/) },
    trigger: { by: 'schedule', scheduledTime: '2026-03-22T02:00:00Z' },
  });
});

test('a disabled job has a disabled schedule, a job on demand none', () => {
  expect(schedule('dev-sales-web-events')).toMatchObject({ State: 'DISABLED' });
  template.resourceCountIs('AWS::Scheduler::Schedule', 2);
});

test('every job, scheduled or not, can be started from its parameter', () => {
  const parameters = ofType(resources, 'AWS::SSM::Parameter')
    .map(([, { Properties }]) => Properties)
    .filter((properties) => !String(properties?.['Name']).includes('/departments/'));
  expect(parameters.map((properties) => properties?.['Name'])).toEqual([
    '/lakeferry/dev/jobs/sales/orders-daily',
    '/lakeferry/dev/jobs/sales/reviews-on-demand',
    '/lakeferry/dev/jobs/sales/web-events',
  ]);
  for (const properties of parameters) {
    const trigger = {
      by: 'request',
      requestedBy: 'ann',
      requestedAt: '2026-03-22T02:00:00.000Z',
      requestId: 'r',
    };
    const { enabled, orderHash, ...starter } = JSON.parse(joined(properties?.['Value']));
    expect(orderHash).toBe('full-load');
    expect(typeof enabled).toBe('boolean');
    expect(RunInput.safeParse({ ...starter, trigger }).success).toBe(true);
  }
});

test('EventBridge Scheduler may start one state machine and send to one queue', () => {
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        Match.objectLike({ Principal: { Service: 'scheduler.amazonaws.com' }, Condition: Match.anyValue() }),
      ],
    },
    Policies: [
      {
        PolicyName: 'StartRuns',
        PolicyDocument: Match.objectLike({
          Statement: [
            Match.objectLike({
              Action: 'states:StartExecution',
              Resource: { 'Fn::ImportValue': 'lakeferry-dev-platform:StateMachineArn' },
            }),
            Match.objectLike({ Action: 'sqs:SendMessage' }),
          ],
        }),
      },
    ],
  });
});

test('DMS may write into the folders of this department and no others', () => {
  const policies = JSON.stringify(template.findResources('AWS::IAM::Role'));
  expect(policies).toContain('"/sales/*"');
  expect(policies).not.toContain('"/*"');
});

test('another plan has another address, so a run keeps the plan it started with', () => {
  const key = (stack: SynthesizedStack) =>
    /[0-9a-f]{64}\.json/.exec(JSON.stringify(ofType(stack.resources, 'AWS::SSM::Parameter')))?.[0];
  const before = salesOf();
  const after = salesOf(
    samplePlan({
      departments: [
        sampleDepartment({
          jobs: [sampleJob({ department: 'sales', job: 'orders-daily', tables: ['orders', 'returns'] })],
        }),
      ],
    }),
  );
  expect(key(before)).toBe(key(salesOf()));
  expect(key(after)).not.toBe(key(before));
});
