import type { ConnectionAdvice } from './connection/connection-advice';
import type { LossesOf } from './facts/column-losses';
import type { ColumnTypes } from './facts/column-types';

/**
 * Traits of an engine that the shared checks need. Adding an engine adds them in its own folder,
 * and a line in `engines.ts`.
 */
export interface EngineTraits {
  readonly sql: SqlDialect;
  readonly columnTypes: ColumnTypes;
  readonly lossesOf: LossesOf;
  readonly connectionAdvice: readonly ConnectionAdvice[];
  /** Matches the codes of the server itself, as opposed to those of the driver and the network. */
  readonly serverCode: RegExp;
  /** Page with the server's errors. */
  readonly errorReference: string;
  /** Returns the versions that DMS supports of the product that reports this version. */
  supportedVersions(version: string): SupportedVersions;
}

/** Syntax of an engine, for statements that hold names and for fixes that people paste. */
export interface SqlDialect {
  /**
   * Quotes a name. The quote that would end the identifier is doubled. NUL characters are removed,
   * because no engine allows them. The rest is a name that does not exist.
   */
  identifier(name: string): string;
  /** Quotes a text literal. */
  literal(text: string): string;
  /** Clause of ALTER TABLE that adds a generated primary key. */
  readonly addRowId: string;
}

/** Versions of one product that DMS reads from. */
export interface SupportedVersions {
  /** The list for people. */
  readonly list: string;
  readonly first: string;
  /** Major versions, or major and minor where the product counts so. */
  readonly releases: readonly string[];
  /** First DMS engine version that supports a release, for those that not every version supports. */
  readonly since?: Readonly<Record<string, string>>;
}
