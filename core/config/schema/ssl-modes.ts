/** How DMS encrypts a connection. */
export type SslMode = 'none' | 'require' | 'verify-ca' | 'verify-full';

type Engine = 'oracle' | 'postgres' | 'sqlserver' | 'mysql';

/** What DMS takes for each engine (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.SSL.html). */
export const sslModes: Readonly<Record<Engine, readonly SslMode[]>> = {
  oracle: ['none', 'verify-ca'],
  postgres: ['none', 'require', 'verify-ca', 'verify-full'],
  sqlserver: ['none', 'require', 'verify-full'],
  mysql: ['none', 'verify-ca', 'verify-full'],
};

/** DMS's own is none. Ours encrypts, wherever DMS can without a certificate, or has one. */
export function defaultSsl(engine: Engine, certificate: string | undefined): SslMode {
  const can = (mode: SslMode): boolean => sslModes[engine].includes(mode);
  if (can('require')) return 'require';
  if (certificate === undefined) return 'none';
  return can('verify-full') ? 'verify-full' : 'verify-ca';
}
