import { Match, Template } from 'aws-cdk-lib/assertions';
import type { SourcePlan } from '../../../../core/planning/connection-plan';
import { Hold } from '../../../../infra/constructs/hold';
import { SourceEndpoint } from '../../../../infra/constructs/platform/source-endpoint';
import { emptyStack } from '../../../helpers/infra/stacks';
import { sampleSource } from '../../../helpers/runs/plan';

function templateOf(source: SourcePlan): Template {
  const stack = emptyStack();
  new SourceEndpoint(stack, 'Source', source, new Hold(stack, 'Hold', 'arn:hold-tasks'));
  return Template.fromStack(stack);
}

const engines = [
  // For MySQL "do not specify DatabaseName" (API reference, CreateEndpoint).
  ['oracle', 'OracleSettings', 'sales'],
  ['postgres', 'PostgreSqlSettings', 'sales'],
  ['sqlserver', 'MicrosoftSqlServerSettings', 'sales'],
  ['mysql', 'MySqlSettings', Match.absent()],
] as const;

test.each(engines)(
  'a source on %s takes its credentials from Secrets Manager, in %s',
  (engine, settings, database) => {
    templateOf(sampleSource({ engine })).hasResourceProperties('AWS::DMS::Endpoint', {
      EndpointType: 'source',
      EngineName: engine,
      EndpointIdentifier: 'dev-sales-db',
      DatabaseName: database,
      SslMode: 'require',
      [settings]: {
        SecretsManagerSecretId: 'lakeferry/sales-db',
        SecretsManagerAccessRoleArn: Match.anyValue(),
      },
      Username: Match.absent(),
      Password: Match.absent(),
      ServerName: Match.absent(),
      Port: Match.absent(),
      // Attributes that were taken out of the configuration are taken off the endpoint.
      ExtraConnectionAttributes: '',
    });
  },
);

test('a certificate is passed to its source, and no other source has one', () => {
  const certificateArn = 'arn:aws:dms:eu-west-1:123456789012:cert:HRPROD';
  templateOf(sampleSource({ engine: 'oracle', sslMode: 'verify-ca', certificateArn })).hasResourceProperties(
    'AWS::DMS::Endpoint',
    { SslMode: 'verify-ca', CertificateArn: certificateArn },
  );
  templateOf(sampleSource()).hasResourceProperties('AWS::DMS::Endpoint', { CertificateArn: Match.absent() });
});

test('extra connection attributes are passed on', () => {
  templateOf(sampleSource({ extraConnectionAttributes: 'MapBooleanAsBoolean=true' })).hasResourceProperties(
    'AWS::DMS::Endpoint',
    { ExtraConnectionAttributes: 'MapBooleanAsBoolean=true' },
  );
});

test('the role that reads the secret trusts the regional principal of DMS and reads this secret only', () => {
  const template = templateOf(sampleSource());
  const secret = {
    'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(':secret:lakeferry/sales-db-\\?{6}$')])],
  };
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [{ Action: 'sts:AssumeRole', Principal: { Service: 'dms.eu-west-1.amazonaws.com' } }],
    },
    Policies: [
      {
        PolicyDocument: {
          Statement: [
            { Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], Resource: secret },
            {
              Action: 'kms:Decrypt',
              Condition: {
                StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' },
                StringLike: { 'kms:EncryptionContext:SecretARN': secret },
              },
            },
          ],
        },
      },
    ],
  });
});
