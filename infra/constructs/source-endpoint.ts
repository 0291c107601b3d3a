import { Stack } from 'aws-cdk-lib';
import { CfnEndpoint } from 'aws-cdk-lib/aws-dms';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { SourceEngine, SourcePlan } from '../../core/planning/plan';

/** A source database as DMS knows it: where it is and who logs in stands in its secret, which DMS reads itself (I7). */
export class SourceEndpoint extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, source: SourcePlan) {
    super(scope, id);
    const secret = {
      secretsManagerSecretId: source.secretName,
      secretsManagerAccessRoleArn: secretReader(this, source.secretName).roleArn,
    };
    const endpoint = new CfnEndpoint(this, 'Endpoint', {
      endpointIdentifier: source.endpointIdentifier,
      endpointType: 'source',
      engineName: source.engine,
      databaseName: source.databaseName,
      sslMode: source.sslMode,
      ...(source.certificateArn === undefined ? {} : { certificateArn: source.certificateArn }),
      ...(source.extraConnectionAttributes === ''
        ? {}
        : { extraConnectionAttributes: source.extraConnectionAttributes }),
      ...engineSettings(source.engine, secret),
    });
    this.arn = endpoint.ref;
  }
}

interface SecretReference {
  readonly secretsManagerSecretId: string;
  readonly secretsManagerAccessRoleArn: string;
}

function engineSettings(engine: SourceEngine, secret: SecretReference) {
  switch (engine) {
    case 'oracle':
      return { oracleSettings: secret };
    case 'postgres':
      return { postgreSqlSettings: secret };
    case 'sqlserver':
      return { microsoftSqlServerSettings: secret };
    case 'mysql':
      return { mySqlSettings: secret };
  }
}

/**
 * The role with which DMS reads one secret. Its trust names the regional principal
 * (https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html).
 */
function secretReader(scope: Construct, secretName: string): Role {
  const { partition, region, account } = Stack.of(scope);
  // Secrets Manager ends an ARN with a hyphen and six characters of its own.
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
            // Whichever key the secret's owner chose: only by way of Secrets Manager, and for this secret only.
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
