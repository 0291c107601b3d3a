import { defaultSsl } from '../../model/default-ssl';
import { engineFacts } from '../../model/source-engine';
import type { Finding } from '../reading/problem';
import type { ConnectionOverride, Source } from '../schema/connections-schema';
import type { Environment } from '../schema/environment-schema';

/** How one source is encrypted in an environment, and where in that environment's file, or in connections.yaml, it stands. */
export function checkEncryption(
  path: readonly PropertyKey[],
  written: ConnectionOverride,
  { engine, ssl, certificate }: Pick<Source, 'engine' | 'ssl' | 'certificate'>,
): Finding[] {
  const at = written.ssl === undefined ? path : [...path, 'ssl'];
  const allowed = engineFacts[engine].sslModes;
  if (ssl !== undefined && !allowed.includes(ssl))
    return [
      {
        path: at,
        value: ssl,
        allowed: [...allowed],
        message: `"${ssl}" is not possible for ${engine}: DMS takes only ${sentenceOf(allowed)} there`,
      },
    ];
  if (certificate !== undefined) return [];
  if (ssl === 'verify-ca' || ssl === 'verify-full')
    return [
      {
        path: at,
        value: ssl,
        message: `"${ssl}" needs a certificate to verify with`,
        hint: 'import it into DMS and write certificate: <its ARN>',
      },
    ];
  if (ssl !== undefined || defaultSsl(engine, certificate) !== 'none') return [];
  return [
    {
      severity: 'warning',
      path,
      message: `the connection to this ${engineFacts[engine].productName} database is not encrypted`,
      hint: 'write certificate: <ARN of a DMS certificate>, or ssl: none where that is meant',
    },
  ];
}

function sentenceOf(modes: readonly string[]): string {
  return modes.length < 2 ? modes.join('') : `${modes.slice(0, -1).join(', ')} and ${modes.at(-1)}`;
}

/** Whether some environment takes the source as connections.yaml has it. */
export function isUsedAsWritten(name: string, environments: readonly Environment[]): boolean {
  return environments.length === 0 || environments.some((one) => one.connections?.[name] === undefined);
}
