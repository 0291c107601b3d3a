import type { PostgresTargetPlan, SourcePlan } from '../../../core/planning/connection-plan';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { Names } from '../names';

/** Input of CreateEndpoint for a source, as the platform stack makes it. */
export function sourceEndpoint(source: SourcePlan): object {
  const secret = { SecretsManagerSecretId: source.secretName };
  const settings = {
    oracle: { OracleSettings: secret },
    postgres: { PostgreSQLSettings: secret },
    sqlserver: { MicrosoftSQLServerSettings: secret },
    mysql: { MySQLSettings: secret },
  };
  return {
    EndpointIdentifier: source.endpointIdentifier,
    EndpointType: 'source',
    EngineName: source.engine,
    DatabaseName: source.databaseName,
    SslMode: 'require',
    ExtraConnectionAttributes: source.extraConnectionAttributes,
    ...settings[source.engine],
  };
}

/** Input of CreateEndpoint for a database that jobs write to. */
export function databaseEndpoint(target: PostgresTargetPlan): object {
  return {
    EndpointIdentifier: target.endpointIdentifier,
    EndpointType: 'target',
    EngineName: 'postgres',
    DatabaseName: target.databaseName,
    SslMode: 'require',
    PostgreSQLSettings: { SecretsManagerSecretId: target.secretName },
  };
}

/** Input of CreateEndpoint for a job's folder in staging, as the department's stack makes it. */
export function stagingEndpoint(job: JobPlan, { stagingBucket, roleArn }: Names): object {
  return {
    EndpointIdentifier: `${job.identity.slug}-target`,
    EndpointType: 'target',
    EngineName: 's3',
    S3Settings: {
      ...job.targetSettings,
      BucketName: stagingBucket,
      BucketFolder: job.stagingFolder,
      ServiceAccessRoleArn: roleArn('staging-writer'),
    },
  };
}
