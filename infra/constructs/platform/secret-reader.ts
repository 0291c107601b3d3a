import { Stack } from 'aws-cdk-lib';
import { CfnRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { SourcePlan } from '../../../core/planning/connection-plan';

export interface SecretReference {
  readonly secretsManagerSecretId: string;
  readonly secretsManagerAccessRoleArn: string;
}

/** Secret of a database, and the role by which DMS reads it. */
export interface ReadableSecret {
  readonly reference: SecretReference;
  /** Role of Lakeferry. Absent: others own it. */
  readonly reader?: CfnRole;
}

/** Secret of a database, with the role by which DMS reads it. `roleArn`: a role that others own. */
export function readableSecret(
  scope: Construct,
  { name, secretName }: Pick<SourcePlan, 'name' | 'secretName'>,
  roleArn: string | undefined,
): ReadableSecret {
  // Validation reports it with file and line.
  if (secretName === undefined)
    throw new Error(`${name} has neither a secret nor an endpoint: write one of them`);
  const referenceBy = (secretsManagerAccessRoleArn: string): SecretReference => ({
    secretsManagerSecretId: secretName,
    secretsManagerAccessRoleArn,
  });
  if (roleArn !== undefined) return { reference: referenceBy(roleArn) };
  const role = secretReader(scope, secretName);
  const { defaultChild } = role.node;
  if (!(defaultChild instanceof CfnRole)) throw new Error(`${role.node.path} has no resource`);
  return { reference: referenceBy(role.roleArn), reader: defaultChild };
}

/**
 * Role by which DMS reads one secret. It trusts the regional principal
 * (https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html).
 */
function secretReader(scope: Construct, secretName: string): Role {
  const { partition, region, account } = Stack.of(scope);
  // Secrets Manager appends a hyphen and six characters to the name.
  const secretArn = `arn:${partition}:secretsmanager:${region}:${account}:secret:${secretName}-??????`;
  return new Role(scope, 'SecretReader', {
    description: `DMS reads the secret ${secretName}`,
    assumedBy: new ServicePrincipal(`dms.${region}.amazonaws.com`),
    inlinePolicies: {
      ReadSecret: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
            resources: [secretArn],
          }),
          new PolicyStatement({
            // Any key that the secret's owner chose, but only through Secrets Manager and for this
            // secret.
            actions: ['kms:Decrypt'],
            resources: [`arn:${partition}:kms:${region}:${account}:key/*`],
            conditions: {
              StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` },
              StringLike: { 'kms:EncryptionContext:SecretARN': secretArn },
            },
          }),
        ],
      }),
    },
  });
}
