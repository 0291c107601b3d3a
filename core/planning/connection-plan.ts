import type { SourceEngine } from '../model/source-engine';
import type { SslMode } from '../model/ssl-mode';

export interface SourcePlan extends DatabasePlan {
  readonly engine: SourceEngine;
  /** Oracle only: Lakeferry's own connection needs Oracle's client libraries (layers/oracledb/README.md). */
  readonly thick?: true;
  /** Whether `sslMode` is the default, which nobody wrote. */
  readonly sslModeIsDefault?: true;
}

/** A database as a source or a target. */
export interface DatabasePlan {
  /** The connection's name. */
  readonly name: string;
  /** Name of the Secrets Manager secret that holds username, password, host and port. */
  readonly secretName: string;
  /** Database name, Oracle SID or service. */
  readonly databaseName: string;
  readonly sslMode: SslMode;
  /** DMS's CertificateArn; present where `sslMode` verifies. */
  readonly certificateArn?: string;
  /** DMS EndpointIdentifier. */
  readonly endpointIdentifier: string;
  /** DMS's ExtraConnectionAttributes, `key=value;...`; empty when there are none. */
  readonly extraConnectionAttributes: string;
  /** The database's security group, which is told to let the replication instance in on this port. */
  readonly securityGroup?: { readonly id: string; readonly port: number };
}

export type TargetPlan = LakeTargetPlan | PostgresTargetPlan;

export interface LakeTargetPlan {
  /** The connection's name. */
  readonly name: string;
  readonly engine: 's3';
}

export interface PostgresTargetPlan extends DatabasePlan {
  readonly engine: 'postgres';
}

/** What Lakeferry itself connects to when it looks at a source: names only, the login is read at use. */
export interface SourceConnection {
  /** The connection's name. */
  readonly name: string;
  readonly engine: SourceEngine;
  readonly secretName: string;
  readonly databaseName: string;
  /** As the connection says; where it says nothing the server's certificate is verified, which DMS's default does not do. */
  readonly sslMode: SourcePlan['sslMode'];
  /** Oracle by way of Oracle's own client libraries. */
  readonly thick?: true | undefined;
  /** DMS's extra connection attributes of the endpoint, which some checks look at. */
  readonly connectionAttributes?: string | undefined;
}
