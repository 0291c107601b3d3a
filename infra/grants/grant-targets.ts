import { ArnFormat, type Stack } from 'aws-cdk-lib';
import type { SourcePlan, TargetPlan } from '../../core/planning/connection-plan';
import { copierDeadLettersName, copierQueueName, jobParameterName, stateMachineName } from '../names';
import type { GrantTargets } from './grants';

/** What the stack has made already; the rest is granted by name or pattern. */
type Made =
  | 'environment'
  | 'historyTableArn'
  | 'replicationInstanceArn'
  | 'alertsTopicArn'
  | 'alertsKeyArn'
  | 'stagingBucketArn'
  | 'lakeBucketArn'
  | 'inboxArn'
  | 'loadQueueArn';

export interface GrantTargetsProps extends Pick<GrantTargets, Made> {
  readonly sources: readonly SourcePlan[];
  readonly targets: readonly TargetPlan[];
}

/** The ARNs of what an environment's functions work on. */
export function grantTargets(stack: Stack, { sources, targets, ...made }: GrantTargetsProps): GrantTargets {
  const { environment } = made;
  const qualifier = stack.synthesizer.bootstrapQualifier ?? 'hnb659fds';
  const arn = (service: string, resource: string, resourceName?: string): string =>
    stack.formatArn({ service, resource, ...(resourceName === undefined ? {} : { resourceName }) });
  // `service:...:resource:name`, where others write `resource/name`.
  const colonArn = (service: string, resource: string, resourceName: string): string =>
    stack.formatArn({ service, resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  // Secrets Manager ends an ARN with a hyphen and six characters of its own.
  const secretsOf = (connections: readonly (SourcePlan | TargetPlan)[]): readonly string[] => {
    const names = connections.flatMap((one) => (one.engine === 's3' ? [] : [one.secretName]));
    return [...new Set(names)].sort().map((name) => colonArn('secretsmanager', 'secret', `${name}-??????`));
  };
  // The stack of each department makes its own database.
  const glueDatabases = `lakeferry_${environment.replaceAll('-', '_')}_*`;
  return {
    ...made,
    region: stack.region,
    planObjectsArn: `arn:${stack.partition}:s3:::cdk-${qualifier}-assets-${stack.account}-${stack.region}/*.json`,
    keysArn: arn('kms', 'key', '*'),
    jobParametersArn: arn('ssm', 'parameter', jobParameterName(environment, '*').slice('/'.length)),
    tasksArn: colonArn('dms', 'task', '*'),
    endpointsArn: colonArn('dms', 'endpoint', '*'),
    // By name: the machine and the queues need the functions first, and they their grants.
    stateMachineArn: colonArn('states', 'stateMachine', stateMachineName(environment)),
    executionsArn: colonArn('states', 'execution', `${stateMachineName(environment)}:*`),
    copierQueueArn: arn('sqs', copierQueueName(environment)),
    copierDeadLettersArn: arn('sqs', copierDeadLettersName(environment)),
    catalogueArn: arn('glue', 'catalog'),
    glueDatabasesArn: arn('glue', 'database', glueDatabases),
    glueTablesArn: arn('glue', 'table', `${glueDatabases}/*`),
    sourceSecretArns: secretsOf(sources),
    targetSecretArns: secretsOf(targets),
  };
}
