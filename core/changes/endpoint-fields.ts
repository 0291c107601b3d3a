import type { SourcePlan, TargetPlan } from '../planning/connection-plan';

type Connection = SourcePlan | TargetPlan;
type Fields = Readonly<Record<string, string>>;

/** Fields of a connection, with their names for people, by what a change of them does. */
export interface ComparedFields {
  /** Properties of Lakeferry's DMS endpoint. */
  readonly endpoint: Fields;
  /** They concern checks, limits and the network, and no endpoint. */
  readonly others: Fields;
}

/**
 * Fields of two versions of a connection. Where either has an endpoint that others own, no property of an endpoint is
 * changed. A change of the SSL mode says enough about that of the checks.
 */
export function comparedFields(was: Connection, is: Connection): readonly [ComparedFields, ComparedFields] {
  const isNamed = was.endpointArn !== undefined || is.endpointArn !== undefined;
  const isSsl = was.engine !== 's3' && is.engine !== 's3' && was.sslMode !== is.sslMode;
  const fieldsOf = (one: Connection): ComparedFields => {
    const [properties, others] = [endpointFields(one), otherFields(one, isSsl)];
    const endpoint = one.endpointArn ?? 'one of its own';
    return isNamed
      ? { endpoint: {}, others: { endpoint, ...properties, ...others } }
      : { endpoint: properties, others };
  };
  return [fieldsOf(was), fieldsOf(is)];
}

function endpointFields(connection: Connection): Fields {
  if (connection.engine === 's3') return {};
  return {
    engine: connection.engine,
    secret: connection.secretName ?? 'none',
    // An endpoint of MySQL has no database.
    ...(connection.engine === 'mysql' ? {} : { database: connection.databaseName }),
    ssl: connection.sslMode,
    certificate: connection.certificateArn ?? 'none',
    'connection attributes': attributesOf(connection),
  };
}

function otherFields(connection: Connection, isSsl: boolean): Fields {
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

function attributesOf({ extraConnectionAttributes }: Pick<SourcePlan, 'extraConnectionAttributes'>): string {
  return extraConnectionAttributes === '' ? 'none' : extraConnectionAttributes;
}
