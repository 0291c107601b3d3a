import type { Outcome } from '../evaluation/evaluate-checks';
import type { SourceFacts } from '../facts/source-facts';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { sharedChecks } from './catalogue';

/** Connecting and asking take their time; within it two right clocks may differ. */
const allowedSeconds = 60;

export function clockSkew({ now }: CheckRequest, { serverTime }: SourceFacts): Outcome {
  const skew = serverTime === undefined ? Number.NaN : (Date.parse(serverTime) - Date.parse(now)) / 1000;
  if (Number.isNaN(skew)) return { skippedBecause: 'the source did not say its time' };
  if (Math.abs(skew) <= allowedSeconds) return [];
  const seconds = Math.round(Math.abs(skew));
  return [
    finding(sharedChecks.clock, `its clock is ${seconds} seconds ${skew > 0 ? 'ahead' : 'behind'}`, {
      fix: {
        kind: 'setting',
        text: 'let the database server keep its time by NTP (on AWS: 169.254.169.123)',
      },
    }),
  ];
}

export function timeZone({ utcOffsetMinutes: offset }: SourceFacts): Outcome {
  if (offset === undefined) return { skippedBecause: 'the source did not say its time zone' };
  if (offset === 0) return [];
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const text = `${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
  return [finding(sharedChecks.zone, `the source’s zone is UTC${text} now`)];
}
