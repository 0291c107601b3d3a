import type { Connections, Source, Target } from '../schema/connections-schema';
import type { Environment } from '../schema/environment-schema';

/** Connections as an environment has them: engine, secret, database and attributes with its overrides. */
export interface EffectiveConnections extends Connections {
  /** Absent if the configuration has no environment. */
  readonly environment?: string;
}

export function effectiveConnections(
  { sources, targets }: Connections,
  environments: readonly Environment[],
): readonly EffectiveConnections[] {
  if (environments.length === 0) return [{ sources, targets }];
  return environments.map(({ environment, connections: overrides = {} }) => ({
    environment,
    sources: Object.fromEntries(
      Object.entries(sources).map(([name, source]): [string, Source] => {
        const override = overrides[name] ?? {};
        const { engine = source.engine, secret = source.secret, database = source.database } = override;
        const endpoint = override.endpoint ?? source.endpoint;
        const attributes = { ...source['connection-attributes'], ...override['connection-attributes'] };
        return [name, { ...source, engine, secret, database, endpoint, 'connection-attributes': attributes }];
      }),
    ),
    targets: Object.fromEntries(
      Object.entries(targets).map(([name, target]): [string, Target] => {
        if (target.engine === 's3') return [name, target];
        const { secret = target.secret, database = target.database } = overrides[name] ?? {};
        return [name, { ...target, secret, database }];
      }),
    ),
  }));
}
