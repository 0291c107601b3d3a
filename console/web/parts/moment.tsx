import type { ReactElement } from 'react';

const short = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const precise = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

const wholeDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeZone: 'UTC' });

/** Text of a day, `yyyy-mm-dd`. */
export function dayText(day: string): string {
  return wholeDay.format(new Date(`${day}T12:00:00Z`));
}

const formats = { short, precise, clock } as const;

/** Text of a moment in the viewer's time zone. A number is milliseconds since 1970. */
export function momentText(at: string | number, form: keyof typeof formats = 'short'): string {
  return formats[form].format(new Date(at));
}

/** Such as `2026-11-30 01:05:00 UTC`: what a pointer on a moment shows. */
export function utcText(at: string | number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A moment in the viewer's time zone, with UTC on hover. */
export function Moment({
  at,
  form = 'short',
}: {
  readonly at: string | number;
  readonly form?: keyof typeof formats;
}): ReactElement {
  return (
    <time dateTime={new Date(at).toISOString()} title={utcText(at)}>
      {momentText(at, form)}
    </time>
  );
}
