import { Construct } from 'constructs';
import { type SourceEngine, takesDatabaseName } from '../../../core/model/source-engine';
import type { SourcePlan } from '../../../core/planning/connection-plan';
import { HeldEndpoint, type Hold } from '../hold';
import { readableSecret, type SecretReference } from './secret-reader';

/**
 * DMS endpoint of a source. DMS reads host, port and login from the secret: see
 * docs/pitfalls.md#passwords-and-encryption.
 */
export class SourceEndpoint extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, source: SourcePlan, hold: Hold, secretsRoleArn?: string) {
    super(scope, id);
    const { reference, reader } = readableSecret(this, source, secretsRoleArn);
    const endpoint = new HeldEndpoint(this, 'Endpoint', {
      endpointIdentifier: source.endpointIdentifier,
      endpointType: 'source',
      engineName: source.engine,
      ...(takesDatabaseName(source.engine) ? { databaseName: source.databaseName } : {}),
      sslMode: source.sslMode,
      ...(source.certificateArn === undefined ? {} : { certificateArn: source.certificateArn }),
      // Also when there are none: DMS keeps what an update leaves out.
      extraConnectionAttributes: source.extraConnectionAttributes,
      ...engineSettings(source.engine, reference),
    });
    hold.endpoint(source.endpointIdentifier, endpoint, reader);
    this.arn = endpoint.ref;
  }
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
