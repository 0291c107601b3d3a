import type { SourceEngine } from '../model/source-engine';
import type { SslMode } from '../model/ssl-mode';
import type { ExistingInstancePlan } from './existing/instance-plan';

export interface SourcePlan extends Omit<DatabasePlan, 'secretName'> {
  /** Absent for an endpoint that others own and that has its login: Lakeferry does not connect to the source. */
  readonly secretName?: string;
  readonly engine: SourceEngine;
  /** Oracle only: Lakeferry's own connection needs Oracle's client libraries (layers/oracledb/README.md). */
  readonly thick?: true;
  /** True if the configuration has no SSL mode, so that `sslMode` is the default. */
  readonly sslModeIsDefault?: true;
  /** Limit for runs that read it at the same time. Absent: none. */
  readonly maxConcurrentRuns?: number;
  /** Instance for its jobs, which others own. Absent: that of the environment. */
  readonly replicationInstance?: LimitedInstancePlan;
}

/** Existing instance with its limit for runs at the same time. Absent: none. */
export interface LimitedInstancePlan extends ExistingInstancePlan {
  readonly maxConcurrentRuns?: number;
}

/** Database as a source or a target. */
export interface DatabasePlan {
  /** The connection's name. */
  readonly name: string;
  /** Name of the Secrets Manager secret that holds username, password, host and port. */
  readonly secretName: string;
  /** Database name, Oracle SID or service. */
  readonly databaseName: string;
  readonly sslMode: SslMode;
  /** DMS's CertificateArn; present if `sslMode` verifies. */
  readonly certificateArn?: string;
  /** DMS EndpointIdentifier of Lakeferry's endpoint. */
  readonly endpointIdentifier: string;
  /** ARN of an endpoint that others own. Absent: Lakeferry creates one. */
  readonly endpointArn?: string;
  /** DMS's ExtraConnectionAttributes, `key=value;...`; empty when there are none. */
  readonly extraConnectionAttributes: string;
  /** Security group of the database. The deployment adds a rule that lets the replication instance in on this port. */
  readonly securityGroup?: { readonly id: string; readonly port: number };
}

export type TargetPlan = LakeTargetPlan | PostgresTargetPlan;

export interface LakeTargetPlan {
  /** The connection's name. */
  readonly name: string;
  readonly engine: 's3';
  /** ARN of an endpoint that others own, of one job. Absent: Lakeferry creates one per job. */
  readonly endpointArn?: string;
}

export interface PostgresTargetPlan extends DatabasePlan {
  readonly engine: 'postgres';
}

/** Source as Lakeferry's own connections need it: names only, as the login is read at use. */
export interface SourceConnection {
  /** The connection's name. */
  readonly name: string;
  readonly engine: SourceEngine;
  /** Absent: Lakeferry does not connect to the source. */
  readonly secretName?: string | undefined;
  readonly databaseName: string;
  /** As in the configuration. Without one, the server's certificate is verified, which DMS's default does not do. */
  readonly sslMode: SourcePlan['sslMode'];
  /** Oracle only: connect with Oracle's own client libraries. */
  readonly thick?: true | undefined;
  /** Extra connection attributes of the DMS endpoint, for the checks that depend on them. */
  readonly connectionAttributes?: string | undefined;
}
