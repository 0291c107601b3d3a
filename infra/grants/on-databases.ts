import type { Grant, GrantTargets } from './grant';

/**
 * What Lambda does in the role's name to put a function into a VPC
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html).
 */
export const enterNetwork: readonly Grant[] = [
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
    because: 'Lambda makes the interface itself, and the Describe actions know no resource types',
  },
];

export function readSecrets(t: GrantTargets, secretArns: readonly string[]): readonly Grant[] {
  if (secretArns.length === 0) return [];
  return [
    { actions: ['secretsmanager:GetSecretValue'], resources: secretArns },
    {
      // Whichever key the secret's owner chose, but only by way of Secrets Manager, which the statement above lets open these secrets
      // only. Their ARNs stand once: all inline policies of a role have 10,240 characters
      // (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
      actions: ['kms:Decrypt'],
      resources: [t.keysArn],
      conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${t.region}.amazonaws.com` } },
    },
  ];
}
