import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { copyToLakeDeadLettersName, copyToLakeQueueName } from '../../core/lake/copy-to-lake-queues';
import { glueDatabasePrefix, type NamedEnvironment } from '../../core/model/environment-names';
import { taskResourceIdPrefix } from '../../core/model/task-resource-id';
import type { SourcePlan, TargetPlan } from '../../core/planning/connection-plan';
import {
  departmentParameterName,
  eventBusName,
  functionPhysicalName,
  jobParameterName,
  platformName,
  stateMachineName,
} from '../names';
import type { GrantTargets } from './grants';

/** Members that come from resources of the stack. The rest are built from names or patterns. */
type FromResources =
  | 'historyTableArn'
  | 'alertsKeyArn'
  | 'stagingBucketArn'
  | 'lakeBucketArn'
  | 'inboxArn'
  | 'loadQueueArn'
  | 'otherTopicArns'
  | 'namedInstanceArns'
  | 'namedEndpointArns'
  | 'namedAlertsTopicArns'
  | 'namedStagingBucketArns'
  | 'namedLakeBucketArns'
  | 'stagingKeyArns'
  | 'lakeKeyArns'
  | 'ownBucketArns';

export interface GrantTargetsProps extends Pick<GrantTargets, FromResources> {
  readonly environment: NamedEnvironment;
  readonly sources: readonly SourcePlan[];
  readonly targets: readonly TargetPlan[];
}

/** Returns the ARNs that an environment's functions work on. */
export function grantTargets(
  stack: Stack,
  { environment, sources, targets, ...resources }: GrantTargetsProps,
): GrantTargets {
  const qualifier = stack.synthesizer.bootstrapQualifier ?? 'hnb659fds';
  const arn = (service: string, resource: string, resourceName?: string): string =>
    stack.formatArn({ service, resource, ...(resourceName === undefined ? {} : { resourceName }) });
  // `service:...:resource:name` instead of `resource/name`.
  const colonArn = (service: string, resource: string, resourceName: string): string =>
    stack.formatArn({ service, resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  // Secrets Manager appends a hyphen and six characters to the name.
  const secretsOf = (connections: readonly (SourcePlan | TargetPlan)[]): readonly string[] => {
    const names = connections.flatMap((one) => (one.engine === 's3' ? [] : (one.secretName ?? [])));
    return [...new Set(names)].sort().map((name) => colonArn('secretsmanager', 'secret', `${name}-??????`));
  };
  // Each department's stack creates its own database.
  const glueDatabases = `${glueDatabasePrefix(environment)}*`;
  return {
    ...resources,
    environment: environment.name,
    region: stack.region,
    account: stack.account,
    planObjectsArn: `arn:${stack.partition}:s3:::cdk-${qualifier}-assets-${stack.account}-${stack.region}/*.json`,
    keysArn: arn('kms', 'key', '*'),
    topicsArn: arn('sns', `${platformName(environment)}-*`),
    eventBusArn: arn('events', 'event-bus', eventBusName(environment)),
    departmentParametersArn: arn(
      'ssm',
      'parameter',
      departmentParameterName(environment, '*').slice('/'.length),
    ),
    jobParametersArn: arn('ssm', 'parameter', jobParameterName(environment, '*').slice('/'.length)),
    pollTasksArn: colonArn('lambda', 'function', functionPhysicalName(environment, 'poll-tasks')),
    prepareRemovalArn: colonArn('lambda', 'function', functionPhysicalName(environment, 'prepare-removal')),
    // A stack's ARN ends in an ID that CloudFormation generates.
    stacksArn: arn('cloudformation', 'stack', `${platformName(environment)}-*/*`),
    tasksArn: colonArn('dms', 'task', '*'),
    ownTasksArn: colonArn('dms', 'task', `${taskResourceIdPrefix(environment)}*`),
    // `${*}` is the character itself:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    newTaskArn: colonArn('dms', 'task', `\${*}`),
    endpointsArn: colonArn('dms', 'endpoint', '*'),
    instancesArn: colonArn('dms', 'rep', '*'),
    // By name: the state machine and the queues depend on the functions, and the functions on their
    // grants.
    stateMachineArn: colonArn('states', 'stateMachine', stateMachineName(environment)),
    executionsArn: colonArn('states', 'execution', `${stateMachineName(environment)}:*`),
    copyToLakeQueueArn: arn('sqs', copyToLakeQueueName(environment)),
    copyToLakeDeadLettersArn: arn('sqs', copyToLakeDeadLettersName(environment)),
    catalogueArn: arn('glue', 'catalog'),
    glueDatabasesArn: arn('glue', 'database', glueDatabases),
    glueTablesArn: arn('glue', 'table', `${glueDatabases}/*`),
    sourceSecretArns: secretsOf(sources),
    targetSecretArns: secretsOf(targets),
  };
}
