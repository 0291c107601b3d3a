import type { Row } from '../query/query';
import { textOf } from '../query/query-results';

/**
 * Positions to which the logs of a thread reach back: SCNs, or milliseconds relative to now, which
 * are negative.
 */
export interface LogReach<Position> {
  readonly deletedUntil: Position | undefined;
  readonly keptFrom: Position | undefined;
  readonly onlineFrom: Position | undefined;
}

/**
 * Returns an SCN, which has at most 19 digits, or the one with which the checkpoint of an Oracle
 * source begins: `00000007.c99042d0.00000001.000c.01.0000:...` in the example of
 * https://docs.aws.amazon.com/dms/latest/APIReference/API_DescribeReplicationTasks.html. Undefined
 * for other text. Text with leading zeros only is another number.
 */
export function parseScn(text: string): bigint | undefined {
  if (isPlainScn(text)) return BigInt(text);
  const [, wrap, base] = /^([0-9a-f]{8})\.([0-9a-f]{8})\./i.exec(text) ?? [];
  if (wrap === undefined || base === undefined) return undefined;
  const scn = (BigInt(`0x${wrap}`) << 32n) + BigInt(`0x${base}`);
  return scn === 0n ? undefined : scn;
}

/** True for an SCN as people write it. AWS does not document the form of a checkpoint. */
export function isPlainScn(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text);
}

/**
 * Returns true if a position is in deleted logs only, before all logs that are kept or still
 * online.
 */
export function isDeleted<Position extends bigint | number>(
  { deletedUntil, keptFrom, onlineFrom }: LogReach<Position>,
  position: Position,
  readsOnline: boolean,
): boolean {
  const isBefore = (from: Position | undefined): boolean => from === undefined || position < from;
  return (
    deletedUntil !== undefined &&
    position < deletedUntil &&
    isBefore(keptFrom) &&
    (!readsOnline || isBefore(onlineFrom))
  );
}

export function reachByScn(thread: Row): LogReach<bigint> {
  const scn = (column: string): bigint | undefined => parseScn(textOf(thread, column) ?? '');
  return {
    deletedUntil: scn('gone_until_scn'),
    keptFrom: scn('kept_from_scn'),
    onlineFrom: scn('online_from_scn'),
  };
}

/** Both times of each difference come from the server. */
export function reachByTime(thread: Row): LogReach<number> {
  const relative = (column: string): number | undefined => {
    const [time, now] = [textOf(thread, column), textOf(thread, 'now')];
    if (time === undefined || now === undefined) return undefined;
    return Date.parse(`${time}Z`) - Date.parse(`${now}Z`);
  };
  return {
    deletedUntil: relative('gone_until'),
    keptFrom: relative('kept_from'),
    onlineFrom: relative('online_from'),
  };
}
