/**
 * Returns an LSN such as `00000014:00000061:0001` as the number that backupset in msdb holds: file,
 * block and slot in decimal digits. Undefined when the text contains none.
 * Source:
 * https://learn.microsoft.com/sql/relational-databases/sql-server-transaction-log-architecture-and-management-guide
 */
export function parseLsn(text: string): bigint | undefined {
  const [, file, block, slot] = /\b([0-9a-f]{8}):([0-9a-f]{8}):([0-9a-f]{4})\b/i.exec(text) ?? [];
  if (file === undefined || block === undefined || slot === undefined) return undefined;
  const lsn = BigInt(`0x${file}`) * 10n ** 15n + BigInt(`0x${block}`) * 10n ** 5n + BigInt(`0x${slot}`);
  // An unknown position is written as zeros.
  return lsn === 0n ? undefined : lsn;
}
