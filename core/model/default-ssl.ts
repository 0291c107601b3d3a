import { engineFacts, type SourceEngine } from './source-engine';
import type { SslMode } from './ssl-mode';

/** SSL mode of a connection that names none. DMS's default is none; Lakeferry encrypts wherever DMS can. */
export function defaultSsl(engine: SourceEngine, certificate: string | undefined): SslMode {
  const can = (mode: SslMode): boolean => engineFacts[engine].sslModes.includes(mode);
  if (can('require')) return 'require';
  if (certificate === undefined) return 'none';
  return can('verify-full') ? 'verify-full' : 'verify-ca';
}
