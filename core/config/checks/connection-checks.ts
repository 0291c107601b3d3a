import { didYouMean } from '../../nearest-name';
import type { Finding } from '../reading/problem';
import type { ConnectionOverride, Connections } from '../schema/connections-schema';
import type { Environment } from '../schema/environment-schema';
import { checkEncryption, isUsedAsWritten } from './encryption-checks';

/**
 * Problems of connections.yaml: unencrypted databases, and names that are both source and target. `ofOwners`: connections for which
 * Lakeferry creates no endpoint.
 */
export function checkConnections(
  { sources, targets }: Connections,
  environments: readonly Environment[],
  ofOwners: ReadonlySet<string>,
): Finding[] {
  const twice = Object.keys(targets)
    .filter((name) => Object.hasOwn(sources, name))
    .map((name) => ({
      path: ['targets', name],
      onKey: true,
      value: name,
      message: `"${name}" is both a source and a target, so an environment could not say which one it overrides`,
      hint: 'rename one of them; both may use the same database and secret',
    }));
  const databases = [
    ...Object.entries(sources).map(([name, source]) => ({ key: 'sources', name, database: source })),
    ...Object.entries(targets).flatMap(([name, target]) =>
      target.engine === 's3' ? [] : [{ key: 'targets', name, database: target }],
    ),
  ];
  return [
    ...twice,
    ...Object.entries(sources).flatMap(([name, source]) => slotNameOf(['sources', name], source)),
    ...Object.entries(sources).flatMap(([name, { thick, engine }]) =>
      thickOf(['sources', name], thick, `the source is ${engine}`, engine === 'oracle'),
    ),
    ...databases.flatMap(({ key, name, database }) =>
      isUsedAsWritten(name, environments) && !ofOwners.has(name)
        ? checkEncryption([key, name], database, database)
        : [],
    ),
  ];
}

/**
 * Problems of an environment's override of one connection. Paths start at the environment's file. `isOfOwners`: Lakeferry creates no
 * endpoint for it here.
 */
export function checkOverride(
  name: string,
  override: ConnectionOverride,
  { sources, targets }: Connections,
  known: readonly string[],
  isOfOwners: boolean,
): Finding[] {
  const path = ['connections', name];
  const source = sources[name];
  const target = targets[name];
  if (source === undefined && target === undefined) {
    if (known.includes(name)) return [];
    const hint = didYouMean(name, known).hint ?? `connections: ${known.join(', ') || 'none'}`;
    const message = `"${name}" is not a connection in connections.yaml`;
    return [{ path, onKey: true, value: name, allowed: known, message, hint }];
  }
  const port: Finding[] =
    override.port === undefined || override['security-group'] !== undefined
      ? []
      : [
          {
            path: [...path, 'port'],
            onKey: true,
            message:
              '"port" does not apply without security-group: the port of the database is in its secret',
            hint: 'remove it, or write security-group: sg-...',
          },
        ];
  const engine = override.engine ?? source?.engine;
  const thick = thickOf(
    path,
    override.thick,
    engine === undefined ? `"${name}" is a target` : `the source is ${engine} here`,
    engine === 'oracle' && source !== undefined,
  );
  const encryption = (written: Parameters<typeof encryptionOf>[2]): Finding[] =>
    isOfOwners ? [] : encryptionOf(path, override, written);
  if (target === undefined || source !== undefined)
    return source === undefined
      ? port
      : [...port, ...thick, ...slotNameOf(path, override), ...encryption(source)];
  if (target.engine === 's3') return lakeOverride(name, override);
  const ofSources = (['replication-instance', 'max-concurrent-runs'] as const)
    .filter((key) => override[key] !== undefined)
    .map((key) => ({
      path: [...path, key],
      onKey: true,
      value: key,
      message: `"${key}" is a key of sources, and "${name}" is a target`,
      hint: 'remove it',
    }));
  if (override.engine !== undefined && override.engine !== target.engine)
    return [
      {
        path: [...path, 'engine'],
        value: override.engine,
        allowed: [target.engine],
        message: `"${override.engine}" is not supported: "${name}" is a target, and targets are postgres databases`,
      },
    ];
  return [...port, ...thick, ...ofSources, ...encryption(target)];
}

/** The lake has one key that an environment can override. */
function lakeOverride(name: string, { endpoint, ...others }: ConnectionOverride): Finding[] {
  const path = ['connections', name];
  const [key] = Object.keys(others);
  if (key === undefined && endpoint !== undefined) return [];
  return [
    {
      path: key === undefined ? path : [...path, key],
      onKey: true,
      value: key ?? name,
      message: `"${name}" is the lake, of which an environment can override the endpoint only`,
      hint: 'remove it',
    },
  ];
}

/** Name of a slot by PostgreSQL's rules (documentation, view pg_replication_slots). */
function slotNameOf(
  path: readonly PropertyKey[],
  { 'connection-attributes': attributes }: ConnectionOverride,
): Finding[] {
  const written = Object.entries(attributes ?? {}).find(([key]) => key.toLowerCase() === 'slotname');
  if (written === undefined || /^[a-z0-9_]{1,63}$/.test(String(written[1]))) return [];
  return [
    {
      path: [...path, 'connection-attributes', written[0]],
      value: written[1],
      message: `"${written[1]}" is not the name of a replication slot`,
      hint: 'use at most 63 lower-case letters, digits and underscores',
    },
  ];
}

/** Without this error, `thick` would be ignored silently. */
function thickOf(
  path: readonly PropertyKey[],
  thick: boolean | undefined,
  reason: string,
  isOracle: boolean,
): Finding[] {
  if (thick !== true || isOracle) return [];
  const message = `"thick" is for Oracle’s client libraries: ${reason}`;
  return [{ path: [...path, 'thick'], onKey: true, message, hint: 'remove it' }];
}

function encryptionOf(
  path: readonly PropertyKey[],
  override: ConnectionOverride,
  written: Parameters<typeof checkEncryption>[2],
): Finding[] {
  return checkEncryption(path, override, {
    engine: override.engine ?? written.engine,
    ssl: override.ssl ?? written.ssl,
    certificate: override.certificate ?? written.certificate,
    endpoint: override.endpoint ?? written.endpoint,
  });
}
