import type { Option } from './option';

const milliseconds: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Returns the moment that `90m`, `12h`, `7d`, `2w`, a date or a time names; undefined for any other text. ISO 8601, UTC by default. */
export function sinceMoment(text: string, now: Date): Date | undefined {
  const [, amount, unit = ''] = /^(\d+)([mhdw])$/.exec(text) ?? [];
  const size = milliseconds[unit];
  if (amount !== undefined && size !== undefined) return new Date(now.getTime() - Number(amount) * size);
  const iso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  if (iso === null) return undefined;
  const moment = new Date(text.includes('T') && iso[3] === undefined ? `${text}Z` : text);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

/** Moment before which nothing counts, as a function of now. */
export type Since = (now: Date) => Date | undefined;

/** `--since <time>`; a function that returns undefined when the option is omitted. */
export function sinceOption(description: string): Option<Since> {
  return {
    flags: '--since <time>',
    description,
    type: (z) =>
      z.pipe(
        z.optional(
          z.string().check(
            z.refine((given) => sinceMoment(given, new Date(0)) !== undefined, {
              error: ({ input }) =>
                `"${String(input)}" is not a time: write 90m, 12h, 7d, 2w, 2026-11-21 or 2026-11-21T04:00:00Z`,
            }),
          ),
        ),
        z.transform(
          (given: string | undefined): Since =>
            (now) =>
              given === undefined ? undefined : sinceMoment(given, now),
        ),
      ),
  };
}
