import { rootCertificates } from 'node:tls';
import type { SourceConnection } from '../core/planning/connection-plan';

/** Part of Node's TLS options that verifies the server. */
export interface Trust {
  readonly ca?: string[];
  readonly rejectUnauthorized: boolean;
  /** Set for `verify-ca`, which accepts each host name. */
  readonly checkServerIdentity?: () => undefined;
}

/**
 * TLS options for DMS's SslMode; undefined for `none`. `require` encrypts and verifies nothing, as in DMS. Trusted are the CAs of
 * Node, those of Amazon RDS (`amazon`, loaded only for verification), and the one in the secret.
 */
export async function trustOf(
  sslMode: SourceConnection['sslMode'],
  ca: string | undefined,
  amazon: () => Promise<readonly string[]>,
): Promise<Trust | undefined> {
  switch (sslMode) {
    case 'none':
      return undefined;
    case 'require':
      return { rejectUnauthorized: false };
    case 'verify-ca':
      return { ...(await verified(ca, amazon)), checkServerIdentity: () => undefined };
    case 'verify-full':
      return verified(ca, amazon);
  }
}

async function verified(ca: string | undefined, amazon: () => Promise<readonly string[]>): Promise<Trust> {
  return {
    ca: [...rootCertificates, ...(await amazon()), ...(ca === undefined ? [] : [ca])],
    rejectUnauthorized: true,
  };
}
