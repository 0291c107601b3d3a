import { defineShared } from '../catalogue/define-checks';
import type { Check, SharedSource } from '../evaluation/check';
import { finding, settingFix } from '../report/finding';

/** Connecting and querying take time, so correct clocks can differ by as much. */
const allowedSeconds = 60;

const clock = defineShared('source-clock', {
  modes: 'all',
  severity: 'warning',
  title: 'the clock of the source is correct',
  why: 'DMS takes the commit times of changes from this clock. Start times and the hour under which a change is stored depend on it',
  page: 'CHAP_Task.CDC.html',
});

const timeZone = defineShared('source-time-zone', {
  modes: 'all',
  severity: 'note',
  title: 'the time zone of the source is UTC',
  why: 'DMS writes times without a zone as the source stores them, so readers of the lake must know the zone of the source',
  page: 'CHAP_Reference.DataTypes.html',
});

export const serverClockChecks: readonly Check<SharedSource>[] = [
  {
    definition: clock,
    evaluate({ request: { now }, facts: { serverTime } }) {
      const skew = serverTime === undefined ? Number.NaN : (Date.parse(serverTime) - Date.parse(now)) / 1000;
      if (Number.isNaN(skew)) return { skippedBecause: 'the source does not report its time' };
      if (Math.abs(skew) <= allowedSeconds) return [];
      const seconds = Math.round(Math.abs(skew));
      return [
        finding(clock, `the clock is ${seconds} seconds ${skew > 0 ? 'ahead' : 'behind'}`, {
          fix: settingFix('synchronize the database server by NTP (on AWS: 169.254.169.123)'),
        }),
      ];
    },
  },
  {
    definition: timeZone,
    evaluate({ facts: { utcOffsetMinutes: offset } }) {
      if (offset === undefined) return { skippedBecause: 'the source does not report its time zone' };
      return offset === 0
        ? []
        : [finding(timeZone, `the current time zone of the source is ${offsetText(offset)}`)];
    },
  },
];

/** `UTC+05:30` */
function offsetText(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes);
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  return `UTC${offsetMinutes < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}
