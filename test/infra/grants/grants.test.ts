import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { GrantRow } from '../../../infra/grants/grant';
import {
  type FunctionName,
  functionNames,
  type GrantTargets,
  grantStatements,
  grants,
} from '../../../infra/grants/grants';
import { evaluate } from '../../../local/iam/evaluate';
import { parsePolicy } from '../../../local/iam/statements';
import { historyActionsOf } from '../../helpers/infra/history-calls';
import { simulate, testWithSimulator } from '../../helpers/infra/iam-simulator';

const targets = {
  environment: 'dev',
  region: 'eu-west-1',
  account: '111122223333',
  historyTableArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/history',
  planObjectsArn: 'arn:aws:s3:::plans/*.json',
  instancesArn: 'arn:aws:dms:eu-west-1:111122223333:rep:*',
  pollTasksArn: 'arn:aws:lambda:eu-west-1:111122223333:function:lakeferry-dev-poll-tasks',
  stacksArn: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/lakeferry-dev-*/*',
  tasksArn: 'arn:aws:dms:eu-west-1:111122223333:task:*',
  ownTasksArn: 'arn:aws:dms:eu-west-1:111122223333:task:OWN*',
  newTaskArn: `arn:aws:dms:eu-west-1:111122223333:task:\${*}`,
  endpointsArn: 'arn:aws:dms:eu-west-1:111122223333:endpoint:*',
  executionsArn: 'arn:aws:states:eu-west-1:111122223333:execution:machine:*',
  stateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:machine',
  topicsArn: 'arn:aws:sns:eu-west-1:111122223333:lakeferry-dev-*',
  namedInstanceArns: [],
  namedEndpointArns: [],
  namedAlertsTopicArns: [],
  namedStagingBucketArns: [],
  namedLakeBucketArns: [],
  stagingKeyArns: [],
  lakeKeyArns: [],
  otherTopicArns: ['arn:aws:sns:eu-west-1:111122223333:data-alerts'],
  eventBusArn: 'arn:aws:events:eu-west-1:111122223333:event-bus/lakeferry-dev',
  departmentParametersArn: 'arn:aws:ssm:eu-west-1:111122223333:parameter/departments/*',
  jobParametersArn: 'arn:aws:ssm:eu-west-1:111122223333:parameter/jobs/*',
  keysArn: 'arn:aws:kms:eu-west-1:111122223333:key/*',
  inboxArn: 'arn:aws:s3:::inbox',
  loadQueueArn: 'arn:aws:sqs:eu-west-1:111122223333:load',
  ownBucketArns: ['arn:aws:s3:::staging', 'arn:aws:s3:::inbox'],
  prepareRemovalArn: 'arn:aws:lambda:eu-west-1:111122223333:function:lakeferry-dev-prepare-removal',
  alertsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/alerts',
  stagingBucketArn: 'arn:aws:s3:::staging',
  lakeBucketArn: 'arn:aws:s3:::lake',
  copyToLakeQueueArn: 'arn:aws:sqs:eu-west-1:111122223333:copier',
  copyToLakeDeadLettersArn: 'arn:aws:sqs:eu-west-1:111122223333:dead-letters',
  catalogueArn: 'arn:aws:glue:eu-west-1:111122223333:catalog',
  glueDatabasesArn: 'arn:aws:glue:eu-west-1:111122223333:database/lakeferry_dev_*',
  glueTablesArn: 'arn:aws:glue:eu-west-1:111122223333:table/lakeferry_dev_*/*',
  sourceSecretArns: ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:source-??????'],
  targetSecretArns: ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:target-??????'],
};

/** The same with resources that others own. */
const withNamed = {
  ...targets,
  namedInstanceArns: ['arn:aws:dms:eu-west-1:111122223333:rep:NAMED'],
  namedEndpointArns: ['arn:aws:dms:eu-west-1:111122223333:endpoint:NAMED'],
  namedAlertsTopicArns: ['arn:aws:sns:eu-west-1:111122223333:alerts-of-others'],
  namedStagingBucketArns: ['arn:aws:s3:::staging'],
  namedLakeBucketArns: ['arn:aws:s3:::lake'],
  stagingKeyArns: ['arn:aws:kms:eu-west-1:111122223333:key/named'],
  lakeKeyArns: ['arn:aws:kms:eu-west-1:111122223333:key/named'],
};

function actionsOf(name: FunctionName): string[] {
  const row: GrantRow = grants[name];
  return row(name === 'check-existing' ? withNamed : targets).flatMap(({ effect, actions }) =>
    effect === 'Deny' ? [] : [...actions],
  );
}

function allowed(action: string): FunctionName[] {
  return functionNames.filter((name) => actionsOf(name).includes(action));
}

/** Function that creates a port -> services that the port calls. */
const ports: Readonly<Record<string, readonly string[]>> = {
  createHistory: ['dynamodb'],
  createDailyArrivals: ['dynamodb'],
  createDms: ['dms'],
  createPlans: ['s3'],
  createExecutions: ['states'],
  createTaskList: ['dms'],
  createDmsUsage: ['dms'],
  createStacks: ['cloudformation'],
  createExistingResources: ['dms', 's3', 'sns', 'kms'],
  createTriggerWholePoll: ['lambda'],
  createMetrics: ['cloudwatch'],
  createAlerts: ['sns', 'kms'],
  createChannels: ['sns', 'kms'],
  createDepartments: ['ssm'],
  createEvents: ['events'],
  createDeployedJobs: ['ssm'],
  createJobPlans: ['ssm', 's3'],
  createLakeObjects: ['s3'],
  createBucketVersions: ['s3'],
  createContinueFunction: ['lambda'],
  createDeadLetters: ['sqs'],
  createCatalogue: ['glue'],
  // Lambda reads the queue, by the function's role.
  createInbox: ['s3', 'sqs'],
  // A secret may have a key of its own, and the database is in a network.
  createSecrets: ['secretsmanager', 'kms', 'ec2'],
};

function portsMadeBy(name: FunctionName): string[] {
  const folder = join(__dirname, '..', '..', '..', 'functions', name);
  const source = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  return Object.keys(ports).filter((port) => source.some((text) => text.includes(`${port}(`)));
}

test.each(functionNames)('%s may call the services of the ports that it creates, and no others', (name) => {
  const services = new Set(actionsOf(name).map((action) => action.split(':')[0]));
  expect([...services].sort()).toEqual(
    [...new Set(portsMadeBy(name).flatMap((port) => ports[port] ?? []))].sort(),
  );
});

test('one function creates and modifies tasks, two start them, and three delete them', () => {
  expect(allowed('dms:CreateReplicationTask')).toEqual(['create-task']);
  expect(allowed('dms:ModifyReplicationTask')).toEqual(['create-task']);
  expect(allowed('dms:StartReplicationTask')).toEqual(['start-task', 'poll-tasks']);
  expect(allowed('dms:DeleteReplicationTask')).toEqual(['create-task', 'poll-tasks', 'delete-task']);
});

test('only poll-tasks returns task tokens, and delete-task that of a task which is gone already', () => {
  expect(allowed('states:SendTaskSuccess')).toEqual(['poll-tasks', 'delete-task']);
  expect(allowed('states:SendTaskFailure')).toEqual(['poll-tasks']);
  expect(allowed('states:SendTaskHeartbeat')).toEqual(['poll-tasks']);
});

test('docs/security.md names the functions that read secrets, and those of which connections', () => {
  const page = readFileSync('docs/security.md', 'utf8');
  const rows = [
    ...page.matchAll(/^\| `([\w-]+)` +\| those of all (?:PostgreSQL )?(\w+)s of the environment/gm),
  ];
  const documented = rows.map(([, name, secrets]) => `${name}: ${secrets}`);
  const granted = functionNames.flatMap((name) =>
    grants[name](targets)
      .filter(({ actions }) => actions.some((action) => action === 'secretsmanager:GetSecretValue'))
      .map(({ resources }) => `${name}: ${resources === targets.sourceSecretArns ? 'source' : 'target'}`),
  );
  expect(documented).toEqual(granted);
  expect(page).toContain('No other function can read a secret');
});

test('one function reads an index: it lists the runs of jobs and loads', () => {
  const reading = functionNames.flatMap((name) =>
    grants[name](targets)
      .filter(({ actions }) => actions.some((action) => action.startsWith('dynamodb:')))
      .flatMap(({ actions, resources }) =>
        resources.map((resource) => ({ name, resource, actions: [...actions] })),
      )
      .filter(({ resource }) => resource !== targets.historyTableArn),
  );
  const resource = `${targets.historyTableArn}/index/byJob`;
  expect(reading).toEqual([{ name: 'prepare-removal', resource, actions: ['dynamodb:Query'] }]);
});

test('only buckets of the environment’s own stack are emptied, and the lake is none of them', () => {
  const deleting = functionNames.flatMap((name) =>
    grants[name](targets)
      .filter(({ actions }) => actions.some((action) => action === 's3:DeleteObjectVersion'))
      .flatMap(({ resources }) => resources.map((resource) => `${name} ${resource}`)),
  );
  expect(deleting).toEqual(targets.ownBucketArns.map((arn) => `prepare-removal ${arn}/*`));
});

test.each(functionNames)('%s may do with the history what its code does, and nothing else', (name) => {
  const granted = new Set(actionsOf(name).filter((action) => action.startsWith('dynamodb:')));
  expect([...granted]).toEqual(historyActionsOf(name).map((action) => `dynamodb:${action}`));
});

test('plans are read in the account itself, and keys of named buckets used through S3 alone or for dry runs', () => {
  const key = 'arn:aws:kms:eu-west-1:111122223333:key/theirs';
  const named = { ...targets, stagingKeyArns: [key], lakeKeyArns: [key] };
  const of = (resource: string) =>
    functionNames.flatMap((name) => {
      const row: GrantRow = grants[name];
      return row(named).filter(({ resources }) => resources.includes(resource));
    });
  const [plans, ofKey] = [of(targets.planObjectsArn), of(key)];
  const [describing, keys] = [
    ofKey.filter(({ actions }) => actions.includes('kms:DescribeKey')),
    ofKey.filter(({ actions }) => !actions.includes('kms:DescribeKey')),
  ];
  expect(describing.map(({ actions }) => actions)).toEqual([['kms:DescribeKey']]);
  expect(plans.length).toBeGreaterThan(8);
  expect(keys.length).toBeGreaterThan(4);
  for (const { conditions } of plans)
    expect(conditions).toEqual({ StringEquals: { 'aws:ResourceAccount': '111122223333' } });
  // S3 gives its objects another context.
  const dryRuns = { StringEquals: { 'kms:EncryptionContext:lakeferry:check': 'dry-run' } };
  const direct = keys.filter(({ conditions }) => isDeepStrictEqual(conditions, dryRuns));
  expect(direct.map(({ actions }) => actions)).toEqual([['kms:GenerateDataKey', 'kms:Decrypt']]);
  for (const { conditions } of keys.filter((one) => !direct.includes(one)))
    expect(conditions).toEqual({ StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } });
});

test('a grant on any resource has a reason', () => {
  for (const name of functionNames)
    for (const grant of grants[name](targets))
      expect(grant.resources.includes('*')).toBe('because' in grant && grant.because !== undefined);
});

test('check-existing reads exactly what is named, has its connections tested, and changes nothing', () => {
  const granted = (on: GrantTargets) =>
    grants['check-existing'](on).map(({ actions, resources }) => [actions, resources]);
  const stacks = [['cloudformation:DescribeStacks'], [targets.stacksArn]];
  expect(granted(targets)).toEqual([]);
  const bucket = { ...targets, namedLakeBucketArns: ['arn:aws:s3:::lake'] };
  expect(granted(bucket)).toEqual([
    [['s3:ListBucket', 's3:GetEncryptionConfiguration'], ['arn:aws:s3:::lake']],
    stacks,
  ]);
  const changes = granted(withNamed)
    .flatMap(([actions = []]) => actions)
    .filter((action) => !/:(Describe|Get|List)/.test(action));
  expect([...new Set(changes)]).toEqual(['dms:TestConnection', 'kms:GenerateDataKey', 'kms:Decrypt']);
  // Nothing to decrypt.
  expect(granted(withNamed).flatMap(([actions = []]) => actions)).not.toContain('s3:GetObject');
});

describe('tasks, endpoints and instances of the account', () => {
  const own = { 'lakeferry:environment': 'dev' };
  const other = { 'lakeferry:environment': 'prod' };
  type Tags = Readonly<Record<string, string>>;
  /** Resources of the account, with their tags; a new task has none yet. */
  const at = (kind: string): string => `arn:aws:dms:eu-west-1:111122223333:${kind}`;

  interface Case {
    readonly by: FunctionName;
    readonly action: string;
    readonly on: string;
    readonly has?: Tags;
    readonly sends?: Tags;
  }
  const allowedCases: readonly Case[] = [
    { by: 'create-task', action: 'CreateReplicationTask', on: at('endpoint:OURS'), has: own, sends: own },
    { by: 'create-task', action: 'CreateReplicationTask', on: at('rep:OURS'), has: own, sends: own },
    // A task that is created: by the id that it will have, or a literal asterisk.
    ...['task:OWNNEW', 'task:*'].flatMap((kind): readonly Case[] => [
      { by: 'create-task', action: 'AddTagsToResource', on: at(kind), sends: own },
      { by: 'create-task', action: 'CreateReplicationTask', on: at(kind), sends: own },
    ]),
    { by: 'create-task', action: 'AddTagsToResource', on: at('task:OWNOURS'), has: own, sends: own },
    // An earlier version created it, with an id of DMS.
    { by: 'create-task', action: 'AddTagsToResource', on: at('task:OURS'), has: own, sends: own },
    // IAM may not know the tags of a new task yet.
    ...[
      { on: at('task:OURS'), has: own },
      { on: at('task:OWNOURS'), has: own },
      { on: at('task:OWNNEW') },
    ].flatMap((task): readonly Case[] => [
      { by: 'create-task', action: 'StopReplicationTask', ...task },
      { by: 'create-task', action: 'DeleteReplicationTask', ...task },
      { by: 'create-task', action: 'ModifyReplicationTask', ...task },
      { by: 'create-task', action: 'MoveReplicationTask', ...task },
      { by: 'start-task', action: 'StartReplicationTask', ...task },
      { by: 'poll-tasks', action: 'StartReplicationTask', ...task },
      { by: 'poll-tasks', action: 'DescribeTableStatistics', ...task },
      { by: 'judge-run', action: 'DescribeTableStatistics', ...task },
      { by: 'delete-task', action: 'StopReplicationTask', ...task },
      { by: 'delete-task', action: 'DeleteReplicationTask', ...task },
    ]),
    { by: 'create-task', action: 'TestConnection', on: at('endpoint:OURS'), has: own },
  ];
  const deniedCases: readonly Case[] = [
    // Our tag on the task of somebody else would give us the task.
    ...[{}, { team: 'dba' }, { 'lakeferry:environment': 'none' }, other].map(
      (has): Case => ({
        by: 'create-task',
        action: 'AddTagsToResource',
        on: at('task:THEIRS'),
        has,
        sends: own,
      }),
    ),
    { by: 'create-task', action: 'CreateReplicationTask', on: at('task:THEIRS'), sends: own },
    { by: 'create-task', action: 'CreateReplicationTask', on: at('task:OWNNEW'), sends: other },
    { by: 'create-task', action: 'AddTagsToResource', on: at('task:OWNPROD'), has: other, sends: own },
    ...['cert:THEIRS', 'subgrp:theirs', 'es:THEIRS', 'data-migration:THEIRS'].map(
      (kind): Case => ({ by: 'create-task', action: 'AddTagsToResource', on: at(kind), sends: own }),
    ),
    ...functionNames
      .filter((by) => by !== 'create-task')
      .map((by): Case => ({ by, action: 'AddTagsToResource', on: at('task:THEIRS'), sends: own })),
    ...functionNames.map(
      (by): Case => ({ by, action: 'RemoveTagsFromResource', on: at('task:OURS'), has: own }),
    ),
    { by: 'create-task', action: 'AddTagsToResource', on: at('task:PROD'), has: other, sends: own },
    { by: 'create-task', action: 'AddTagsToResource', on: at('task:OWNNEW'), sends: other },
    { by: 'create-task', action: 'AddTagsToResource', on: at('task:*'), sends: other },
    { by: 'create-task', action: 'AddTagsToResource', on: at('task:OURS'), has: own, sends: {} },
    { by: 'create-task', action: 'AddTagsToResource', on: at('endpoint:PROD'), sends: own },
    { by: 'create-task', action: 'AddTagsToResource', on: at('rep:PROD'), sends: own },
    { by: 'create-task', action: 'CreateReplicationTask', on: at('endpoint:PROD'), has: other, sends: own },
    { by: 'create-task', action: 'CreateReplicationTask', on: at('endpoint:THEIRS'), sends: own },
    { by: 'create-task', action: 'CreateReplicationTask', on: at('rep:PROD'), has: other, sends: own },
    { by: 'create-task', action: 'CreateReplicationTask', on: at('rep:OURS'), has: own, sends: other },
    { by: 'create-task', action: 'CreateReplicationTask', on: at('endpoint:OURS'), has: own },
    ...functionNames.flatMap((by) =>
      [
        'StartReplicationTask',
        'StopReplicationTask',
        'DeleteReplicationTask',
        'ModifyReplicationTask',
      ].flatMap((action): readonly Case[] => [
        { by, action, on: at('task:PROD'), has: other },
        { by, action, on: at('task:OWNPROD'), has: other },
        { by, action, on: at('task:THEIRS') },
        { by, action, on: at('task:*') },
      ]),
    ),
  ];
  // Instances and endpoints that the configuration names: without tags, or with those of their owner.
  const named = {
    ...targets,
    namedInstanceArns: [at('rep:NAMED')],
    namedEndpointArns: [at('endpoint:NAMED')],
  };
  const ownersTags = { 'lakeferry:environment': 'prod', team: 'dba' };
  const namedCases: readonly Case[] = ['rep:NAMED', 'endpoint:NAMED'].flatMap((kind): readonly Case[] => [
    { by: 'create-task', action: 'CreateReplicationTask', on: at(kind), sends: own },
    { by: 'create-task', action: 'CreateReplicationTask', on: at(kind), has: ownersTags, sends: own },
    ...(['create-task', 'start-task', 'poll-tasks', 'check-existing'] as const).map(
      (by): Case => ({ by, action: 'TestConnection', on: at(kind), has: ownersTags }),
    ),
  ]);
  const deniedOnNamed: readonly Case[] = [
    { by: 'create-task', action: 'CreateReplicationTask', on: at('rep:NAMED'), sends: other },
    { by: 'create-task', action: 'CreateReplicationTask', on: at('rep:NAMED'), sends: {} },
    ...functionNames.flatMap((by) =>
      ['rep:NAMED', 'endpoint:NAMED'].flatMap((kind) =>
        [
          'AddTagsToResource',
          'RemoveTagsFromResource',
          'ModifyEndpoint',
          'ModifyReplicationInstance',
          'DeleteEndpoint',
          'DeleteReplicationInstance',
          'DeleteConnection',
          'RebootReplicationInstance',
        ].map((action): Case => ({ by, action, on: at(kind), sends: own })),
      ),
    ),
  ];

  test('of others are used where the configuration names them, and never changed', () => {
    const wrong = [
      ...namedCases.filter((one) => !decide(one, named)),
      ...deniedOnNamed.filter((one) => decide(one, named)),
      // An environment that names nothing may not use them.
      ...namedCases.filter((one) => decide(one)),
      ...allowedCases.filter((one) => !decide(one, named)),
      ...deniedCases.filter((one) => decide(one, named)),
    ];
    expect(wrong.map(text)).toEqual([]);
  });

  const cases = [
    ...allowedCases.map((one) => ({ ...one, expected: true })),
    ...deniedCases.map((one) => ({ ...one, expected: false })),
  ];

  const policyOf = (by: FunctionName, on: GrantTargets = targets): object => ({
    Statement: grantStatements(by, on).map((statement) => statement.toStatementJson()),
  });
  const contextOf = ({ has = {}, sends = {} }: Case): Record<string, string | string[]> => ({
    ...Object.fromEntries(Object.entries(has).map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
    ...Object.fromEntries(Object.entries(sends).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    ...(Object.keys(sends).length === 0 ? {} : { 'aws:TagKeys': Object.keys(sends) }),
  });
  const text = ({ by, action, on, has, sends }: Case): string =>
    `${by} ${action} ${on} ${JSON.stringify({ has, sends })}`;

  const decide = (one: Case, on: GrantTargets = targets): boolean => {
    const context = new Map(Object.entries(contextOf(one)).map(([key, value]) => [key.toLowerCase(), value]));
    const decision = evaluate(
      { action: `dms:${one.action}`, resource: one.on, lookup: (key) => context.get(key) },
      { kind: 'role', roleArn: 'arn:aws:iam::111122223333:role/function', sessionArn: 'session' },
      parsePolicy(one.by, policyOf(one.by, on), 'identity'),
      [],
    );
    return decision.kind === 'allowed';
  };

  test('are changed only where they are the environment’s own', () => {
    expect(cases.map((one) => [text(one), decide(one)])).toEqual(
      cases.map((one) => [text(one), one.expected]),
    );
  });

  testWithSimulator()('are decided about in the same way by a foreign judge', () => {
    // It takes a literal asterisk in a request for any task of the account, so it cannot refuse one.
    const judged = cases.filter(({ on, expected }) => expected || !on.endsWith(':*'));
    const decisions = simulate(
      judged.map((one) => ({
        action: `dms:${one.action}`,
        resource: one.on,
        context: contextOf(one),
        policy: policyOf(one.by),
      })),
    );
    expect(judged.map((one, index) => [text(one), decisions[index]])).toEqual(
      judged.map((one) => [text(one), one.expected]),
    );
  });
});
