import type { DatabasePlan, SourcePlan, TargetPlan } from '../planning/connection-plan';

/** Properties of the DMS endpoint of a connection, with their names for people. All else is Lakeferry's own. */
export function endpointFields(connection: SourcePlan | TargetPlan): Readonly<Record<string, string>> {
  const endpoint = { endpoint: connection.endpointArn ?? 'one of its own' };
  if (connection.engine === 's3') return endpoint;
  if (connection.endpointArn !== undefined) return { ...endpoint, engine: connection.engine };
  return {
    ...endpoint,
    engine: connection.engine,
    secret: connection.secretName,
    // An endpoint of MySQL has no database.
    ...(connection.engine === 'mysql' ? {} : { database: connection.databaseName }),
    ssl: connection.sslMode,
    certificate: connection.certificateArn ?? 'none',
    'connection attributes': attributesOf(connection),
  };
}

/**
 * The other properties. They concern checks, limits and the network, and no endpoint. `isSsl`: the endpoint's SSL mode changes,
 * which says enough about that of the checks.
 */
export function otherFields(
  connection: SourcePlan | TargetPlan,
  isSsl: boolean,
): Readonly<Record<string, string>> {
  if (connection.engine === 's3') return {};
  const { securityGroup, databaseName, engine } = connection;
  return {
    ...(engine === 'mysql' ? { database: databaseName } : {}),
    'security group':
      securityGroup === undefined ? 'none' : `${securityGroup.id}, port ${securityGroup.port}`,
    ...('maxConcurrentRuns' in connection
      ? { 'runs at the same time': `${connection.maxConcurrentRuns}` }
      : {}),
    ...('thick' in connection ? { 'client libraries of Oracle': 'yes' } : {}),
    ...('sslModeIsDefault' in connection && !isSsl ? { 'ssl of checks': 'verified' } : {}),
  };
}

function attributesOf({ extraConnectionAttributes }: DatabasePlan): string {
  return extraConnectionAttributes === '' ? 'none' : extraConnectionAttributes;
}
