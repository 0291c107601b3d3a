import type { Grant, GrantTargets } from './grant';

/**
 * Actions of Lambda itself, by the function's role, that place a function in a VPC
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html).
 */
export const createNetworkInterfaces: readonly Grant[] = [
  {
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
    because: 'Lambda creates the interface itself, and the Describe actions have no resource types',
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
