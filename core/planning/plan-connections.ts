import type { ConnectionOverride, PostgresTarget, Source, Target } from '../config/schema/connections-schema';
import { defaultSsl } from '../model/default-ssl';
import type { EnvironmentReference } from '../model/environment-names';
import { engineFacts, type SourceEngine } from '../model/source-engine';
import type { DatabasePlan, SourceConnection, SourcePlan, TargetPlan } from './connection-plan';
import { planNamedInstance } from './existing/plan-named-instance';
import { endpointIdentifier } from './job-identity';
import type { LoadTarget } from './load-plan';
import { connectionOf } from './plan-check';
import { loadTargetOf } from './plan-load';

/** Source with the overrides of the environment. */
export function planSource(
  environment: EnvironmentReference,
  name: string,
  source: Source,
  override: ConnectionOverride,
): SourcePlan {
  const engine = override.engine ?? source.engine;
  const most = override['max-concurrent-runs'] ?? source['max-concurrent-runs'];
  const instance = override['replication-instance'] ?? source['replication-instance'];
  const thick = override.thick ?? source.thick ?? false;
  return {
    ...planDatabase(environment, name, engine, source, override),
    engine,
    ...(thick && engine === 'oracle' ? { thick } : {}),
    ...((override.ssl ?? source.ssl) === undefined ? { sslModeIsDefault: true } : {}),
    ...(most === undefined ? {} : { maxConcurrentRuns: most }),
    ...(instance === undefined ? {} : { replicationInstance: planNamedInstance(instance) }),
  };
}

/** Target with the overrides of the environment. */
export function planTarget(
  environment: EnvironmentReference,
  name: string,
  target: Target,
  override: ConnectionOverride,
): TargetPlan {
  if (target.engine === 's3')
    return { name, engine: 's3', ...endpointOf(override.endpoint ?? target.endpoint) };
  return {
    ...planDatabase(environment, name, 'postgres', target, override),
    secretName: override.secret ?? target.secret,
    engine: 'postgres',
  };
}

function planDatabase(
  environment: EnvironmentReference,
  name: string,
  engine: SourceEngine,
  written: Source | PostgresTarget,
  override: ConnectionOverride,
): Omit<DatabasePlan, 'secretName'> & Partial<Pick<DatabasePlan, 'secretName'>> {
  const certificate = override.certificate ?? written.certificate;
  const sslMode = override.ssl ?? written.ssl ?? defaultSsl(engine, certificate);
  const attributes = { ...written['connection-attributes'], ...override['connection-attributes'] };
  const group = override['security-group'];
  const secretName = override.secret ?? written.secret;
  return {
    name,
    ...(secretName === undefined ? {} : { secretName }),
    databaseName: override.database ?? written.database,
    sslMode,
    ...(certificate === undefined || !sslMode.startsWith('verify-') ? {} : { certificateArn: certificate }),
    endpointIdentifier: endpointIdentifier(environment, name),
    ...endpointOf(override.endpoint ?? written.endpoint),
    extraConnectionAttributes: Object.entries(attributes)
      .map(([key, value]) => `${key}=${value}`)
      .join(';'),
    ...(group === undefined
      ? {}
      : { securityGroup: { id: group, port: override.port ?? engineFacts[engine].defaultPort } }),
  };
}

function endpointOf(arn: string | undefined): { readonly endpointArn?: string } {
  return arn === undefined ? {} : { endpointArn: arn };
}

/**
 * Connections of an environment, from the deployment that gives the permissions to read their secrets.
 * Plans of departments and items of the history have copies of an earlier time.
 */
export interface DeployedConnections {
  readonly version: 1;
  readonly sources: readonly SourceConnection[];
  readonly targets: readonly LoadTarget[];
}

export function deployedConnections(
  sources: readonly SourcePlan[],
  targets: readonly TargetPlan[],
): DeployedConnections {
  return {
    version: 1,
    sources: sources.map(connectionOf),
    targets: targets.flatMap((target) => (target.engine === 's3' ? [] : [loadTargetOf(target)])),
  };
}
