import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import type { ClockChange } from '../../data/queries';
import { Moment } from '../../parts/moment';
import { count, plural } from '../../parts/quantities';

const shownJobs = 20;

/** Clock changes of a day, with what each does to jobs, in their own time zone. */
export function ClockNotes({ changes }: { readonly changes: readonly ClockChange[] }): ReactElement | null {
  if (changes.length === 0) return null;
  return (
    <SpaceBetween size="s">
      {changes.map((change) => (
        <Note key={`${change.timeZone} ${change.at}`} change={change} />
      ))}
    </SpaceBetween>
  );
}

function Note({ change }: { readonly change: ClockChange }): ReactElement {
  const { timeZone, kind, at, from, to, jobs, affected } = change;
  const more = affected.length - shownJobs;
  const others = jobs - affected.length;
  const skips = kind === 'skips';
  return (
    <Alert
      type={skips && affected.length > 0 ? 'warning' : 'info'}
      header={`Clocks in ${timeZone} ${skips ? 'skip' : 'repeat'} ${from} to ${to}`}
    >
      <Box>
        At <Moment at={at} />.{' '}
        {skips
          ? 'A time in the skipped hour starts no run.'
          : 'A time in the repeated hour starts one run, the first time.'}
      </Box>
      {affected.length === 0 ? null : (
        <ul className="plain">
          {affected.slice(0, shownJobs).map((one) => (
            <li key={one.job}>
              {one.job}: {effectText(one, skips)}
            </li>
          ))}
        </ul>
      )}
      {more > 0 ? <Box>and {plural(more, 'further job')}</Box> : null}
      <Box>
        {others === 0
          ? null
          : `${plural(others, 'job')} ${others === 1 ? 'has' : 'have'} no time in that hour.`}
      </Box>
    </Alert>
  );
}

function effectText({ times, count: all }: ClockChange['affected'][number], skips: boolean): string {
  const more = all > times.length ? ` and ${count(all - times.length)} further` : '';
  const words = `${times.join(', ')}${more}`;
  return skips ? `no run at ${words}` : `one run at ${words}, not two`;
}
