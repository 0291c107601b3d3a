import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FunctionName, functionNames, grants } from '../../../infra/grants/grants';

const targets = {
  environment: 'dev',
  historyTableArn: 'table',
  planObjectsArn: 'plans',
  replicationInstanceArn: 'instance',
  tasksArn: 'tasks',
  endpointsArn: 'endpoints',
  executionsArn: 'executions',
  stateMachineArn: 'machine',
  alertsTopicArn: 'alerts',
  jobParametersArn: 'parameters',
  sourceSecretArns: ['secret'],
  keysArn: 'keys',
  region: 'eu-west-1',
  inboxArn: 'inbox',
  loadQueueArn: 'queue',
  targetSecretArns: ['target-secret'],
  alertsKeyArn: 'alerts-key',
  stagingBucketArn: 'staging',
  lakeBucketArn: 'lake',
  copyToLakeQueueArn: 'copier',
  copyToLakeDeadLettersArn: 'dead-letters',
  catalogueArn: 'catalogue',
  glueDatabasesArn: 'databases',
  glueTablesArn: 'tables',
};

function actionsOf(name: FunctionName): string[] {
  return grants[name](targets).flatMap(({ actions }) => [...actions]);
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
  createMetrics: ['cloudwatch'],
  createAlerts: ['sns', 'kms'],
  createDeployedJobs: ['ssm'],
  createJobPlans: ['ssm', 's3'],
  createLakeObjects: ['s3', 'kms'],
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

test('only poll-tasks and delete-task return task tokens', () => {
  expect(allowed('states:SendTaskSuccess')).toEqual(['poll-tasks', 'delete-task']);
});

test('no function reads an index, and only functions that record tables or shapes write batches', () => {
  for (const name of functionNames)
    for (const { actions, resources } of grants[name](targets))
      if (actions.some((action) => action.startsWith('dynamodb:'))) expect(resources).toEqual(['table']);
  expect(allowed('dynamodb:BatchWriteItem')).toEqual(['check-source', 'poll-tasks', 'judge-run', 'load-csv']);
});

test('a grant on any resource has a reason', () => {
  for (const name of functionNames)
    for (const grant of grants[name](targets))
      expect(grant.resources.includes('*')).toBe('because' in grant && grant.because !== undefined);
});
