import { Construct } from 'constructs';
import type { PostgresTargetPlan } from '../../../core/planning/connection-plan';
import { HeldEndpoint, type Hold } from '../hold';
import { readableSecret } from './secret-reader';

/** In seconds. DMS's default of 60 is too short for a TRUNCATE or an index on a large table. */
const executeTimeout = 600;

/**
 * DMS endpoint of a PostgreSQL target, shared by its jobs; settings of one job are in its task. DMS
 * loads tables in an order that foreign keys and triggers do not allow, so its sessions are replica
 * sessions. Its user needs `GRANT SET ON PARAMETER session_replication_role` (from PostgreSQL 15)
 * or rds_superuser (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.PostgreSQL.html).
 */
export class TargetEndpoint extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, target: PostgresTargetPlan, hold: Hold, secretsRoleArn?: string) {
    super(scope, id);
    const { reference, reader } = readableSecret(this, target, secretsRoleArn);
    const endpoint = new HeldEndpoint(this, 'Endpoint', {
      endpointIdentifier: target.endpointIdentifier,
      endpointType: 'target',
      engineName: 'postgres',
      databaseName: target.databaseName,
      sslMode: target.sslMode,
      ...(target.certificateArn === undefined ? {} : { certificateArn: target.certificateArn }),
      // Also when there are none: DMS keeps what an update leaves out.
      extraConnectionAttributes: target.extraConnectionAttributes,
      postgreSqlSettings: {
        ...reference,
        afterConnectScript: "SET session_replication_role='replica'",
        executeTimeout,
        // Keeps the booleans that the source endpoint maps as such; without it DMS writes
        // varchar(5).
        mapBooleanAsBoolean: true,
      },
    });
    hold.endpoint(target.endpointIdentifier, endpoint, reader);
    this.arn = endpoint.ref;
  }
}
