import type { SourceEngine } from './source-engine';

/** Modes in which DMS encrypts a connection: its SslMode. */
export const sslModes = ['none', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof sslModes)[number];

/** SSL modes that DMS supports per engine (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.SSL.html). */
export const sslModesOf: Readonly<Record<SourceEngine, readonly SslMode[]>> = {
  oracle: ['none', 'verify-ca'],
  postgres: ['none', 'require', 'verify-ca', 'verify-full'],
  sqlserver: ['none', 'require', 'verify-full'],
  mysql: ['none', 'verify-ca', 'verify-full'],
};

/** SSL mode of a connection that names none. DMS's default is none; Lakeferry encrypts wherever DMS can. */
export function defaultSsl(engine: SourceEngine, certificate: string | undefined): SslMode {
  const can = (mode: SslMode): boolean => sslModesOf[engine].includes(mode);
  if (can('require')) return 'require';
  if (certificate === undefined) return 'none';
  return can('verify-full') ? 'verify-full' : 'verify-ca';
}
