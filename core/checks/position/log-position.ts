/** An LSN of PostgreSQL, `4AF/B00000D0`; undefined when it is none. */
export function postgresLsn(text: string): bigint | undefined {
  const [, high, low] = /^([0-9a-f]{1,8})\/([0-9a-f]{1,8})$/i.exec(text.trim()) ?? [];
  if (high === undefined || low === undefined) return undefined;
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/**
 * An LSN of SQL Server, `00000014:00000061:0001`, as the number that msdb's backupset holds: file, block and slot
 * in decimal digits. Undefined when there is none in the text.
 * Source: https://learn.microsoft.com/sql/relational-databases/sql-server-transaction-log-architecture-and-management-guide
 */
export function sqlServerLsn(text: string): bigint | undefined {
  const [, file, block, slot] = /\b([0-9a-f]{8}):([0-9a-f]{8}):([0-9a-f]{4})\b/i.exec(text) ?? [];
  if (file === undefined || block === undefined || slot === undefined) return undefined;
  const lsn = BigInt(`0x${file}`) * 10n ** 15n + BigInt(`0x${block}`) * 10n ** 5n + BigInt(`0x${slot}`);
  // All zeros is how a place that is not known is written.
  return lsn === 0n ? undefined : lsn;
}

/** The binary log that a position of MySQL or MariaDB lies in, `mysql-bin-changelog.000024` of `mysql-bin-changelog.000024:373`. */
export function binlogFile(text: string): string | undefined {
  return /^([^:#]+\.\d+):\d+/.exec(text)?.[1];
}

/**
 * An SCN of Oracle, which has at most 19 digits; undefined when it is none. What begins with zeros is another number: how DMS writes
 * an Oracle source's checkpoint is documented nowhere.
 */
export function oracleScn(text: string): bigint | undefined {
  return /^[1-9]\d{0,18}$/.test(text) ? BigInt(text) : undefined;
}
