import type { SqlServer, SqlServerSource } from './sqlserver-source';

export type CaptureMethod = 'MS-CDC' | 'MS-Replication' | 'a daily full load';

interface Choice {
  readonly method: CaptureMethod;
  readonly because: string;
}

/**
 * Chooses the method of capturing changes that fits the server and the tables. See
 * docs/pitfalls.md#sql-server-capture-methods
 */
export function captureMethod({
  server,
  keylessTables,
}: Pick<SqlServerSource, 'server' | 'keylessTables'>): Choice {
  const noCapture = withoutCapture(server);
  if (noCapture !== undefined) return { method: 'a daily full load', because: noCapture };
  const canReplicate = !server.isRds && server.isSysadmin && keylessTables === 0;
  // Where both are possible, MS-Replication needs no preparation of each table.
  if (canReplicate)
    return {
      method: 'MS-Replication',
      because: server.hasDistributor
        ? 'every table has a primary key, the login is sysadmin, and a distributor is configured'
        : 'every table has a primary key and the login is sysadmin; configure a distributor first',
    };
  if (server.supportsMsCdc) return { method: 'MS-CDC', because: withoutReplication(server, keylessTables) };
  return { method: 'a daily full load', because: withoutBoth(server, keylessTables) };
}

function withoutCapture({ edition, isAzureSqlDatabase, isReadOnly }: SqlServer): string | undefined {
  if (isAzureSqlDatabase) return 'DMS captures no changes of Azure SQL Database';
  if (isReadOnly) return 'the database is read-only; schedule the load after its owner has refreshed it';
  return /Express|Web/i.test(edition) ? `${edition} captures no changes` : undefined;
}

function withoutReplication({ isRds }: SqlServer, keylessTables: number): string {
  if (isRds) return 'DMS cannot use MS-Replication on RDS';
  return keylessTables > 0
    ? `${keylessTables} of the tables have no primary key, which MS-Replication needs`
    : 'the login is not sysadmin, which MS-Replication needs';
}

function withoutBoth({ edition, isRds }: SqlServer, keylessTables: number): string {
  if (isRds) return `${edition} does not support MS-CDC, and DMS cannot use MS-Replication on RDS`;
  const missing = keylessTables > 0 ? 'primary keys' : 'sysadmin';
  return `${edition} does not support MS-CDC before 2016 SP1, and MS-Replication needs ${missing}`;
}
