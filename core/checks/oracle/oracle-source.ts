import type { CheckedSource } from '../evaluation/check';
import type { QueryResults, Row } from '../query/query';
import { rowOf, rowsOf, textOf, whyUnavailable } from '../query/query-results';
import type { CheckRequest } from '../request/check-request';

/**
 * Returns true if the database runs on RDS, where procedures of RDS replace ALTER DATABASE and
 * GRANT.
 */
export function isRds(results: QueryResults): boolean {
  return rowsOf(results, 'managed').some((row) => textOf(row, 'username') === 'RDSADMIN');
}

/**
 * Returns true if DMS reads the redo logs with LogMiner, its default, rather than with the Binary
 * Reader.
 */
export function usesLogMiner({ connectionAttributes = '' }: CheckRequest): boolean {
  return !/useLogminerReader=(n|false)/i.test(connectionAttributes);
}

/** Returns the row of v$database. */
export function databaseRow(results: QueryResults): Row | undefined {
  return rowOf(results, 'database');
}

/** Skips a check when v$database was not read. */
export function withoutDatabase({ results }: Pick<CheckedSource, 'results'>): string | undefined {
  if (databaseRow(results) !== undefined) return undefined;
  return whyUnavailable(results, 'database') ?? 'v$database is empty';
}

/** `Oracle Database 19c Enterprise Edition Release 19.0.0.0.0 - Production` */
export function bannerOf(results: QueryResults): string {
  const banners = rowsOf(results, 'version').map((row) => textOf(row, 'banner') ?? '');
  return banners.find((banner) => banner.startsWith('Oracle')) ?? banners[0] ?? '';
}

/** `19.0.0.0.0` */
export function versionOf(results: QueryResults): string {
  const banner = bannerOf(results);
  return /Release (\d+(?:\.\d+)*)/.exec(banner)?.[1] ?? banner;
}

export function majorVersionOf(results: QueryResults): number {
  return Number(versionOf(results).split('.')[0]);
}

export function loginOf(results: QueryResults): string {
  return textOf(rowOf(results, 'session'), 'login') ?? 'dms_user';
}
