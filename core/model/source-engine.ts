import type { SslMode } from './ssl-mode';

interface EngineFacts {
  /** As people write it. */
  readonly productName: string;
  readonly defaultPort: number;
  /** SSL modes that DMS supports (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.SSL.html). */
  readonly sslModes: readonly SslMode[];
}

/** Databases that tables come from, by DMS's EngineName. This is the one list of them. */
const engines = {
  oracle: { productName: 'Oracle', defaultPort: 1521, sslModes: ['none', 'verify-ca'] },
  postgres: {
    productName: 'PostgreSQL',
    defaultPort: 5432,
    sslModes: ['none', 'require', 'verify-ca', 'verify-full'],
  },
  sqlserver: { productName: 'SQL Server', defaultPort: 1433, sslModes: ['none', 'require', 'verify-full'] },
  mysql: { productName: 'MySQL', defaultPort: 3306, sslModes: ['none', 'verify-ca', 'verify-full'] },
} as const satisfies Readonly<Record<string, EngineFacts>>;

export type SourceEngine = keyof typeof engines;

export const engineFacts: Readonly<Record<SourceEngine, EngineFacts>> = engines;

/**
 * A MySQL server has one namespace of schemas. With a DatabaseName, DMS puts all tables into it
 * (https://docs.aws.amazon.com/dms/latest/APIReference/API_CreateEndpoint.html). Lakeferry's own connections use the name.
 */
export function takesDatabaseName(engine: SourceEngine): boolean {
  return engine !== 'mysql';
}

export const sourceEngines: readonly SourceEngine[] = Object.keys(engines).filter(
  (name): name is SourceEngine => name in engines,
);
