import { rootCertificates } from 'node:tls';
import type { SourceConnection } from '../core/planning/connection-plan';

/** The part of Node's TLS options that decides whom to believe. */
export interface Trust {
  readonly ca?: string[];
  readonly rejectUnauthorized: boolean;
  /** For `verify-ca`: any name will do. */
  readonly checkServerIdentity?: () => undefined;
}

/**
 * DMS's SslMode in Node's terms; undefined for none. `require` encrypts and verifies nothing, as DMS does. Believed are the CAs of
 * Node, those of Amazon RDS (`amazon`: a part of the function, read only when it verifies), and the one in the secret.
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
