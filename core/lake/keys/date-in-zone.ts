import type { PartitionDate } from './partition-date';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Year, month, day and hour in the time zone. */
export function dateInZone(moment: Date, timeZone: string): Required<PartitionDate> {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
    });
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour') };
}
