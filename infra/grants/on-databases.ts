import type { Grant, GrantTargets } from './grant';

const interfaceActions = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * Actions by which Lambda itself, with the function's role, places a function in a VPC. The
 * function's code has the same role, and its requests, unlike Lambda's, have the key of the Deny
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html and
 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html).
 */
export const networkInterfaces: readonly Grant[] = [
  {
    actions: interfaceActions,
    resources: ['*'],
    because: 'Lambda creates the interface itself, and the Describe actions have no resource types',
  },
  {
    effect: 'Deny',
    actions: interfaceActions,
    resources: ['*'],
    conditions: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    because: 'code of the function may do none of this anywhere',
  },
];

export function readSecrets(t: GrantTargets, secretArns: readonly string[]): readonly Grant[] {
  if (secretArns.length === 0) return [];
  return [
    { actions: ['secretsmanager:GetSecretValue'], resources: secretArns },
    {
      // Any key that the secret's owner chose, but only through Secrets Manager, where the
      // statement above limits it to these secrets. Their ARNs are not repeated here: a role's
      // inline policies have 10,240 characters in all
      // (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
      actions: ['kms:Decrypt'],
      resources: [t.keysArn],
      conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${t.region}.amazonaws.com` } },
    },
  ];
}
