import { wrongUse } from './exit-codes';

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `90m`, `12h`, `7d`, `2w` before now, or a date or time in ISO 8601 (UTC unless it says otherwise). */
export function sinceMoment(text: string, now: Date): Date {
  const [, amount, unit = ''] = /^(\d+)([mhdw])$/.exec(text) ?? [];
  const size = units[unit];
  if (amount !== undefined && size !== undefined) return new Date(now.getTime() - Number(amount) * size);
  const iso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  if (iso !== null) {
    const moment = new Date(text.includes('T') && iso[3] === undefined ? `${text}Z` : text);
    if (!Number.isNaN(moment.getTime())) return moment;
  }
  throw wrongUse(`--since "${text}" is no time: write 90m, 12h, 7d, 2w, 2026-11-21 or 2026-11-21T04:00:00Z`);
}

/** How many runs a list may hold. */
export function limitNumber(text: string): number {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || limit > 10_000)
    throw wrongUse(`--limit "${text}" is no number of runs: write 1 to 10000`);
  return limit;
}
