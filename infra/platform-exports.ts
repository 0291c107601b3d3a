import { CfnOutput, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { EnvironmentReference } from '../core/model/environment-names';
import { platformStackName } from './names';

/**
 * Outputs of the platform stack for the department stacks and the command line. Departments import
 * them by name, not by reference, so a department's stack is synthesized and deployed without the
 * platform's template.
 */
export const platformOutputs = [
  'StateMachineArn',
  'HistoryTableName',
  'StagingBucketName',
  'LakeBucketName',
  'CheckSourceFunctionName',
  'PollTasksFunctionName',
  'HoldTasksFunctionArn',
  'ReplicationInstanceArn',
  'ReplicationInstanceIdentifier',
  'ScheduleGroupName',
  'UndeliveredQueueArn',
  'AlertsTopicArn',
  'AlertsKeyArn',
  'EventBusName',
  'InboxBucketName',
  'LoadQueueArn',
] as const;

export type PlatformOutput = (typeof platformOutputs)[number];

export function exportOutputs(
  scope: Construct,
  environment: EnvironmentReference,
  values: Readonly<Record<PlatformOutput, string>>,
): void {
  for (const name of platformOutputs)
    new CfnOutput(scope, name, { value: values[name], exportName: exportName(environment, name) });
}

export function exportSourceEndpoint(
  scope: Construct,
  environment: EnvironmentReference,
  source: string,
  arn: string,
): void {
  // In a scope of its own the logical id ends in a hash, which distinguishes `a-b` from `ab`.
  new CfnOutput(new Construct(scope, 'Export'), 'Arn', {
    value: arn,
    exportName: exportName(environment, 'SourceEndpointArn', source),
  });
}

export function exportTargetEndpoint(
  scope: Construct,
  environment: EnvironmentReference,
  target: string,
  arn: string,
): void {
  new CfnOutput(new Construct(scope, 'Export'), 'Arn', {
    value: arn,
    exportName: exportName(environment, 'TargetEndpointArn', target),
  });
}

/** Function that checks what others own. */
export function exportExistingCheck(scope: Construct, environment: EnvironmentReference, arn: string): void {
  new CfnOutput(new Construct(scope, 'Export'), 'Arn', {
    value: arn,
    exportName: exportName(environment, 'CheckExistingFunctionArn'),
  });
}

export function importExistingCheck(environment: EnvironmentReference): string {
  return Fn.importValue(exportName(environment, 'CheckExistingFunctionArn'));
}

/** Value that CloudFormation inserts when it deploys the department's stack. */
export function importOutput(environment: EnvironmentReference, name: PlatformOutput): string {
  return Fn.importValue(exportName(environment, name));
}

export function importSourceEndpoint(environment: EnvironmentReference, source: string): string {
  return Fn.importValue(exportName(environment, 'SourceEndpointArn', source));
}

export function importTargetEndpoint(environment: EnvironmentReference, target: string): string {
  return Fn.importValue(exportName(environment, 'TargetEndpointArn', target));
}

function exportName(environment: EnvironmentReference, ...parts: readonly string[]): string {
  return [platformStackName(environment), ...parts].join(':');
}
