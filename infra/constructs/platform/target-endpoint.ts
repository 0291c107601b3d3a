import { CfnEndpoint } from 'aws-cdk-lib/aws-dms';
import { Construct } from 'constructs';
import type { PostgresTargetPlan } from '../../../core/planning/connection-plan';
import { secretReference } from './secret-reader';

/** Seconds; DMS's own 60 are short for a TRUNCATE or an index on a large table. */
const executeTimeout = 600;

/**
 * A PostgreSQL database that jobs write into, one endpoint for all of them: what is a job's own stands in its task.
 * Foreign keys and triggers are PostgreSQL's, and DMS loads tables in no order that they could hold in, so its sessions are
 * replicas; its user needs `GRANT SET ON PARAMETER session_replication_role` (from PostgreSQL 15) or rds_superuser
 * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.PostgreSQL.html).
 */
export class TargetEndpoint extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, target: PostgresTargetPlan) {
    super(scope, id);
    const endpoint = new CfnEndpoint(this, 'Endpoint', {
      endpointIdentifier: target.endpointIdentifier,
      endpointType: 'target',
      engineName: 'postgres',
      databaseName: target.databaseName,
      sslMode: target.sslMode,
      ...(target.certificateArn === undefined ? {} : { certificateArn: target.certificateArn }),
      ...(target.extraConnectionAttributes === ''
        ? {}
        : { extraConnectionAttributes: target.extraConnectionAttributes }),
      postgreSqlSettings: {
        ...secretReference(this, target),
        afterConnectScript: "SET session_replication_role='replica'",
        executeTimeout,
        // A boolean that the source endpoint maps as one becomes one; else it is DMS's varchar(5).
        mapBooleanAsBoolean: true,
      },
    });
    this.arn = endpoint.ref;
  }
}
