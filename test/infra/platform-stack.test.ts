import { Match, type Template } from 'aws-cdk-lib/assertions';
import { pollEventOf } from '../../core/runs/record/poll-event';
import { addStacks } from '../../infra/add-stacks';
import { everyMinuteInput } from '../../infra/constructs/platform/poll-triggers';
import { platformOutputs } from '../../infra/platform-exports';
import { ofType, type SynthesizedStack, synthesize, testApp } from '../helpers/infra/stacks';
import { sampleEnvironment, samplePlan } from '../helpers/runs/plan';

function platformOf(over: Parameters<typeof sampleEnvironment>[0] = {}): SynthesizedStack {
  const stack = synthesize(samplePlan({ environment: sampleEnvironment(over) })).get(
    'lakeferry-dev-platform',
  );
  if (stack === undefined) throw new Error('no platform stack');
  return stack;
}

const platform = platformOf();
const { template, resources } = platform;

function idOf(type: string, part: string): string {
  const found = ofType(resources, type).find(([id]) => id.includes(part));
  if (found === undefined) throw new Error(`no ${type} with ${part} in its id`);
  return found[0];
}

/** Logical ids that a resource waits for, by reference or by DependsOn. */
function waitsFor(id: string, seen = new Set<string>()): Set<string> {
  const text = JSON.stringify(resources[id] ?? {});
  for (const other of Object.keys(resources))
    if (!seen.has(other) && other !== id && text.includes(`"${other}"`)) {
      seen.add(other);
      waitsFor(other, seen);
    }
  return seen;
}

test('the instance waits for its subnet group, which waits for DMS’s roles and a slow resource', () => {
  const instance = waitsFor(idOf('AWS::DMS::ReplicationInstance', ''));
  const subnetGroup = idOf('AWS::DMS::ReplicationSubnetGroup', '');
  expect(instance).toContain(subnetGroup);
  expect(waitsFor(subnetGroup)).toContain(idOf('AWS::DynamoDB::Table', ''));
  expect(waitsFor(subnetGroup)).toContain(idOf('AWS::IAM::Role', 'DmsRolesVpcRole'));
});

test('the logs of tasks expire: their group is there before the instance whose tasks write into it', () => {
  const group = idOf('AWS::Logs::LogGroup', 'TaskLogs');
  expect(resources[group]?.Properties).toMatchObject({
    // `dms-tasks-` and the identifier of the instance (DMS guide, CHAP_Monitoring).
    LogGroupName: 'dms-tasks-lakeferry-dev',
    RetentionInDays: 90,
  });
  expect(waitsFor(idOf('AWS::DMS::ReplicationInstance', ''))).toContain(group);
});

test('DMS’s account-wide roles are retained when the stack is deleted', () => {
  const roles = ofType(resources, 'AWS::IAM::Role').filter(([id]) => id.startsWith('DmsRoles'));
  expect(roles.map(([, { Properties }]) => Properties?.['RoleName']).sort()).toEqual([
    'dms-cloudwatch-logs-role',
    'dms-vpc-role',
  ]);
  for (const [, role] of roles) expect(role.DeletionPolicy).toBe('Retain');
});

test('an account that has DMS’s roles gets no others', () => {
  const without = platformOf({ createDmsRoles: false });
  without.template.resourcePropertiesCountIs('AWS::IAM::Role', { RoleName: 'dms-vpc-role' }, 0);
});

test('the replication instance is private, in its own security group, and has the version of the plan', () => {
  template.hasResourceProperties('AWS::DMS::ReplicationInstance', {
    ReplicationInstanceIdentifier: 'lakeferry-dev',
    ReplicationInstanceClass: 'dms.t3.medium',
    AllocatedStorage: 50,
    EngineVersion: '3.6.1',
    MultiAZ: false,
    PubliclyAccessible: false,
    // DMS would upgrade it by itself, and the next deployment would be a downgrade.
    AutoMinorVersionUpgrade: false,
    AllowMajorVersionUpgrade: true,
    VpcSecurityGroupIds: [Match.anyValue()],
  });
});

test('the state machine is the definition file, with one placeholder per function', () => {
  template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
    StateMachineName: 'lakeferry-dev-migration',
    StateMachineType: 'STANDARD',
    DefinitionS3Location: Match.anyValue(),
    DefinitionSubstitutions: Match.objectLike({
      OpenRunFunctionArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('OpenRun'), 'Arn'] },
    }),
    LoggingConfiguration: Match.objectLike({ Level: 'ERROR', IncludeExecutionData: false }),
    TracingConfiguration: { Enabled: true },
  });
});

test('the poll is triggered each minute, by DMS and by failed executions', () => {
  template.hasResourceProperties('AWS::Scheduler::Schedule', {
    ScheduleExpression: 'rate(1 minute)',
    GroupName: { Ref: Match.stringLikeRegexp('WakersGroup') },
    Target: Match.objectLike({ RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 } }),
  });
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: { source: ['aws.dms'], 'detail-type': ['DMS Replication Task State Change'] },
  });
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: {
        status: ['ABORTED', 'FAILED', 'TIMED_OUT'],
        stateMachineArn: [{ Ref: Match.stringLikeRegexp('StateMachine') }],
      },
    },
  });
  template.allResourcesProperties('AWS::Events::Rule', {
    Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
  });
});

test('the poll of each minute polls everything in flight', () => {
  expect(pollEventOf(everyMinuteInput)).toEqual({ kind: 'all' });
});

test('outputs are exported under the stack’s name', () => {
  const outputs: Template = template;
  for (const name of platformOutputs)
    outputs.hasOutput(name, { Export: { Name: `lakeferry-dev-platform:${name}` } });
  outputs.hasOutput('*', { Export: { Name: 'lakeferry-dev-platform:SourceEndpointArn:sales-db' } });
});

test('an environment that names its account needs no lookup either', () => {
  const app = testApp();
  addStacks(app, samplePlan({ environment: sampleEnvironment({ account: '111122223333' }) }));
  expect(app.synth().manifest.missing).toBeUndefined();
});

test('a stack whose data is to be kept has termination protection', () => {
  expect(platform.terminationProtection).toBe(false);
  expect(platformOf({ onDelete: 'retain' }).terminationProtection).toBe(true);
});

test('the address of the pages reaches the functions that write messages, and commands', () => {
  const consoleUrl = 'https://lakeferry.example.com/';
  const linked = platformOf({ consoleUrl });
  const withUrl = ofType(linked.resources, 'AWS::Lambda::Function').filter(([, { Properties }]) =>
    JSON.stringify(Properties?.['Environment']).includes(consoleUrl),
  );
  expect(withUrl.map(([id]) => id).sort()).toEqual([
    expect.stringContaining('PollTasks'),
    expect.stringContaining('ReportLeftovers'),
  ]);
  linked.template.hasOutput('ConsoleUrl', { Value: consoleUrl });
  expect(template.findOutputs('ConsoleUrl')).toEqual({});
});
