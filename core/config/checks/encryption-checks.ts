import { defaultSsl } from '../../model/default-ssl';
import { engineFacts } from '../../model/source-engine';
import type { Finding } from '../reading/problem';
import type { ConnectionOverride, Source } from '../schema/connections-schema';
import type { Environment } from '../schema/environment-schema';

/** Problems of a connection's encryption. `path` is its place in connections.yaml or in an environment's file. */
export function checkEncryption(
  path: readonly PropertyKey[],
  written: ConnectionOverride,
  { engine, ssl, certificate, endpoint }: Pick<Source, 'engine' | 'ssl' | 'certificate' | 'endpoint'>,
): Finding[] {
  const at = written.ssl === undefined ? path : [...path, 'ssl'];
  const allowed = engineFacts[engine].sslModes;
  if (ssl !== undefined && !allowed.includes(ssl))
    return [
      {
        path: at,
        value: ssl,
        allowed: [...allowed],
        message: `"${ssl}" is not supported for ${engine}: DMS supports only ${sentenceOf(allowed)}`,
      },
    ];
  // An existing endpoint has its encryption from its owner.
  if (certificate !== undefined || endpoint !== undefined) return [];
  if (ssl === 'verify-ca' || ssl === 'verify-full')
    return [
      {
        path: at,
        value: ssl,
        message: `"${ssl}" needs a certificate`,
        hint: 'import the certificate into DMS and write certificate: <its ARN>',
      },
    ];
  if (ssl !== undefined || defaultSsl(engine, certificate) !== 'none') return [];
  return [
    {
      severity: 'warning',
      path,
      message: `the connection to this ${engineFacts[engine].productName} database is not encrypted`,
      hint: 'write certificate: <ARN of a DMS certificate>, or ssl: none to accept this',
    },
  ];
}

function sentenceOf(modes: readonly string[]): string {
  return modes.length < 2 ? modes.join('') : `${modes.slice(0, -1).join(', ')} and ${modes.at(-1)}`;
}

/** True if at least one environment does not override the connection. */
export function isUsedAsWritten(name: string, environments: readonly Environment[]): boolean {
  return environments.length === 0 || environments.some((one) => one.connections?.[name] === undefined);
}
