import type { ConnectionOverride, Source } from './connections-schema';
import type { Environment } from './environment-schema';
import type { Finding } from './problem';

/** How one source is encrypted in an environment, and where in that environment's file, or in connections.yaml, it stands. */
export function checkEncryption(
  path: readonly PropertyKey[],
  written: ConnectionOverride,
  { engine, ssl, certificate }: Pick<Source, 'engine' | 'ssl' | 'certificate'>,
): Finding[] {
  const at = written.ssl === undefined ? path : [...path, 'ssl'];
  // Source: DMS guide, CHAP_Security.SSL: Oracle takes none and verify-ca only.
  if (engine === 'oracle' && (ssl === 'require' || ssl === 'verify-full'))
    return [
      {
        path: at,
        value: ssl,
        allowed: ['none', 'verify-ca'],
        message: `"${ssl}" is not possible for oracle: DMS takes only none and verify-ca there`,
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
  if (engine !== 'oracle' || ssl !== undefined) return [];
  return [
    {
      severity: 'warning',
      path,
      message: 'the connection to this Oracle database is not encrypted',
      hint: 'write certificate: <ARN of a DMS certificate>, or ssl: none where that is meant',
    },
  ];
}

/** Whether some environment takes the source as connections.yaml has it. */
export function isUsedAsWritten(name: string, environments: readonly Environment[]): boolean {
  return environments.length === 0 || environments.some((one) => one.connections?.[name] === undefined);
}
