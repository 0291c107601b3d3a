/** Position in PostgreSQL's log: the 64 bits of an LSN. */
export type Lsn = bigint;

const native = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i;

/** Parses `4AF/B00000D0`. Undefined for any other text. */
export function parseLsn(text: string): Lsn | undefined {
  const [, high, low] = native.exec(text.trim()) ?? [];
  return high === undefined || low === undefined
    ? undefined
    : (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
}

export function formatLsn(lsn: Lsn): string {
  const part = (value: bigint): string => value.toString(16).toUpperCase();
  return `${part(lsn >> 32n)}/${part(lsn & 0xffffffffn)}`;
}

/** RecoveryCheckpoint, in the form of the guide's example for PostgreSQL: `checkpoint:V1#1#000004AF/B00000D0#0#0#*#0#0`. */
export function formatCheckpoint(lsn: Lsn): string {
  const part = (value: bigint): string => value.toString(16).toUpperCase().padStart(8, '0');
  return `checkpoint:V1#1#${part(lsn >> 32n)}/${part(lsn & 0xffffffffn)}#0#0#*#0#0`;
}

/** LSN of a CdcStartPosition, which is a checkpoint or a native position. Undefined for any other text. */
export function readPosition(text: string): Lsn | undefined {
  const [prefix, , position] = text.split('#');
  return prefix === 'checkpoint:V1' ? parseLsn(position ?? '') : parseLsn(text);
}
