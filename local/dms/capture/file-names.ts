import { DateTime } from 'luxon';
import { type DatePartition, extension, type TargetSettings } from '../load/target-settings';
import type { Lsn } from './position';

/** `20260131-100000123.csv`, in UTC or the time zone of DatePartitionTimezone. */
export function changeFileName(target: TargetSettings, stamp: number): string {
  return `${inZone(target, stamp).toFormat('yyyyMMdd-HHmmssSSS')}.${extension(target)}`;
}

/** `CDC_TXN-20260131100000123.csv`. */
export function transactionFileName(target: TargetSettings, stamp: number): string {
  return `CDC_TXN-${inZone(target, stamp).toFormat('yyyyMMddHHmmssSSS')}.${extension(target)}`;
}

const inZone = ({ cdc }: TargetSettings, stamp: number): DateTime =>
  DateTime.fromMillis(stamp, { zone: cdc.timezone });

const parts: Readonly<Record<DatePartition['sequence'], readonly string[]>> = {
  YYYYMMDD: ['yyyy', 'MM', 'dd'],
  YYYYMMDDHH: ['yyyy', 'MM', 'dd', 'HH'],
  YYYYMM: ['yyyy', 'MM'],
  MMYYYYDD: ['MM', 'yyyy', 'dd'],
  DDMMYYYY: ['dd', 'MM', 'yyyy'],
};

/** `2026/01/31/` for a time that PostgreSQL writes in UTC. Empty without partitions. */
export function partitionFolder({ cdc }: TargetSettings, committedAt: string): string {
  if (cdc.partition === undefined) return '';
  const { sequence, delimiter } = cdc.partition;
  const moment = DateTime.fromSQL(committedAt, { setZone: true }).setZone(cdc.timezone);
  return `${parts[sequence].map((part) => moment.toFormat(part)).join(delimiter)}/`;
}

export const commitTime = (committedAt: string): Date =>
  new Date(`${commitStamp(committedAt).slice(0, 23).replace(' ', 'T')}Z`);

/** `2026-01-31 10:00:00.123456`, from PostgreSQL's `2026-01-31 10:00:00.123456+00`. */
export function commitStamp(committedAt: string): string {
  const [seconds = '', fraction = ''] = committedAt.replace(/\+00$/, '').split('.');
  return `${seconds}.${fraction.padEnd(6, '0')}`;
}

/**
 * 35 digits: commit time to hundredths of a second, the end of the transaction in the log (12 digits), and
 * the change's position in it (7 digits).
 */
export function changeSequence(committedAt: string, end: Lsn, place: number): string {
  const time = commitStamp(committedAt).replaceAll(/\D/g, '').slice(0, 16);
  return `${time}${String(end % 1_000_000_000_000n).padStart(12, '0')}${String(place).padStart(7, '0')}`;
}
