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

/** A moment in the viewer's time zone, with UTC on hover. */
export function Moment({
  at,
  form = 'short',
}: {
  readonly at: string | number;
  readonly form?: keyof typeof formats;
}): ReactElement {
  const iso = new Date(at).toISOString();
  const utc = `${iso.slice(0, 19).replace('T', ' ')} UTC`;
  return (
    <time dateTime={iso} title={utc}>
      {momentText(at, form)}
    </time>
  );
}
