import type { ReactElement } from 'react';
import type { CalendarEntry } from '../../data/queries';
import { Choice } from '../../parts/choice';
import { FindText } from '../../parts/find-text';
import { hasText } from '../../parts/has-text';
import { plural } from '../../parts/quantities';
import { useAddressFilter } from '../../parts/use-address-filter';
import { groupOf, groups } from './calendar-days';

/** Part of the address. Empty: all, or today. */
export interface CalendarFilter {
  readonly text: string;
  readonly state: string;
  /** First shown day. */
  readonly from: string;
  /** Day whose runs are listed. */
  readonly day: string;
}

const names = ['text', 'state', 'from', 'day'] as const;
export type Change = (part: Partial<CalendarFilter>) => void;

export function useCalendarFilter(): readonly [CalendarFilter, Change] {
  const [inAddress, change] = useAddressFilter(...names);
  const filter = { ...inAddress, from: dayIn(inAddress.from), day: dayIn(inAddress.day) };
  return [filter, change];
}

function dayIn(text: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? text : '';
}

export function isWanted(
  entry: CalendarEntry,
  { text, state }: Pick<CalendarFilter, 'text' | 'state'>,
): boolean {
  return hasText([entry.job], text) && (state === '' || groupOf(entry) === state);
}

interface Props {
  readonly filter: CalendarFilter;
  readonly change: Change;
  readonly found: number;
}

export function Filters({ filter, change, found }: Props): ReactElement {
  return (
    <FindText
      label="Find jobs"
      placeholder="Find jobs, or a department/"
      text={filter.text}
      found={plural(found, 'time')}
      change={(text) => change({ text })}
      beside={
        <Choice
          label="State"
          every="any state"
          words={groups}
          textOf={(word) => (word === 'off' ? 'paused or disabled' : word)}
          chosen={filter.state}
          choose={(state) => change({ state })}
        />
      }
    />
  );
}
