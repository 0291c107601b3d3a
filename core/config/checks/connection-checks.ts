import { didYouMean } from '../../nearest-name';
import type { Finding } from '../reading/problem';
import type { ConnectionOverride, Connections } from '../schema/connections-schema';
import type { Environment } from '../schema/environment-schema';
import { checkEncryption, isUsedAsWritten } from './encryption-checks';

/** What connections.yaml says of databases: how they are encrypted, and that a name means one thing. */
export function checkConnections(
  { sources, targets }: Connections,
  environments: readonly Environment[],
): Finding[] {
  const twice = Object.keys(targets)
    .filter((name) => Object.hasOwn(sources, name))
    .map((name) => ({
      path: ['targets', name],
      onKey: true,
      value: name,
      message: `"${name}" is the name of a source and of a target: an environment could not tell which it overrides`,
      hint: 'give one of them another name; both may name one database and one secret',
    }));
  const databases = [
    ...Object.entries(sources).map(([name, source]) => ({ key: 'sources', name, database: source })),
    ...Object.entries(targets).flatMap(([name, target]) =>
      target.engine === 's3' ? [] : [{ key: 'targets', name, database: target }],
    ),
  ];
  return [
    ...twice,
    ...Object.entries(sources).flatMap(([name, { thick, engine }]) =>
      thickOf(['sources', name], thick, `the source is ${engine}`, engine === 'oracle'),
    ),
    ...databases.flatMap(({ key, name, database }) =>
      isUsedAsWritten(name, environments) ? checkEncryption([key, name], database, database) : [],
    ),
  ];
}

/** What an environment says otherwise about one connection. Paths start at the environment's file. */
export function checkOverride(
  name: string,
  override: ConnectionOverride,
  { sources, targets }: Connections,
  known: readonly string[],
): Finding[] {
  const path = ['connections', name];
  const source = sources[name];
  const target = targets[name];
  if (source === undefined && target === undefined) {
    if (known.includes(name)) return [];
    const hint = didYouMean(name, known).hint ?? `connections there: ${known.join(', ') || 'none'}`;
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
              '"port" means nothing without security-group: the database’s own port stands in its secret',
            hint: 'leave it out, or write security-group: sg-...',
          },
        ];
  const engine = override.engine ?? source?.engine;
  const thick = thickOf(
    path,
    override.thick,
    engine === undefined ? `"${name}" is a target` : `the source is ${engine} here`,
    engine === 'oracle' && source !== undefined,
  );
  if (target === undefined || source !== undefined)
    return source === undefined ? port : [...port, ...thick, ...encryptionOf(path, override, source)];
  if (target.engine === 's3')
    return [
      {
        path,
        onKey: true,
        value: name,
        message: `"${name}" is the lake: there is nothing to say otherwise about it`,
        hint: 'leave it out',
      },
    ];
  if (override.engine !== undefined && override.engine !== target.engine)
    return [
      {
        path: [...path, 'engine'],
        value: override.engine,
        allowed: [target.engine],
        message: `"${override.engine}" is not possible: "${name}" is a target, and only postgres databases are`,
      },
    ];
  return [...port, ...thick, ...encryptionOf(path, override, target)];
}

/** Left unsaid, it would be read over: whoever wrote it waits for client libraries that nobody loads. */
function thickOf(
  path: readonly PropertyKey[],
  thick: boolean | undefined,
  because: string,
  isOracle: boolean,
): Finding[] {
  if (thick !== true || isOracle) return [];
  const message = `"thick" is for Oracle’s client libraries; ${because}`;
  return [{ path: [...path, 'thick'], onKey: true, message, hint: 'leave it out' }];
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
  });
}
