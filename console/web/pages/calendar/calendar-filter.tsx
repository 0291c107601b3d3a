import Grid from '@cloudscape-design/components/grid';
import Select from '@cloudscape-design/components/select';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactElement } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { CalendarEntry } from '../../data/queries';
import { plural } from '../../parts/quantities';
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
  const [params, setParams] = useSearchParams();
  const read = (name: string): string => params.get(name) ?? '';
  const readDay = (name: string): string => (/^\d{4}-\d\d-\d\d$/.test(read(name)) ? read(name) : '');
  const filter = { text: read('text'), state: read('state'), from: readDay('from'), day: readDay('day') };
  const change: Change = (part) => {
    const chosen = { ...filter, ...part };
    const kept = names.flatMap((name) => (chosen[name] === '' ? [] : [[name, chosen[name]]]));
    setParams(Object.fromEntries(kept), { replace: true });
  };
  return [filter, change];
}

export function isWanted(
  entry: CalendarEntry,
  { text, state }: Pick<CalendarFilter, 'text' | 'state'>,
): boolean {
  return entry.job.includes(text.trim()) && (state === '' || groupOf(entry) === state);
}

interface Props {
  readonly filter: CalendarFilter;
  readonly change: Change;
  readonly found: number;
}

export function Filters({ filter, change, found }: Props): ReactElement {
  const options = [
    { value: '', label: 'any state' },
    ...groups.map((word) => ({ value: word, label: word === 'off' ? 'paused or disabled' : word })),
  ];
  return (
    <Grid gridDefinition={[{ colspan: { default: 12, s: 8 } }, { colspan: { default: 12, s: 4 } }]}>
      <TextFilter
        filteringText={filter.text}
        filteringPlaceholder="Find jobs, or a department/"
        filteringAriaLabel="Find jobs"
        countText={plural(found, 'time')}
        onChange={({ detail }) => change({ text: detail.filteringText })}
      />
      <Select
        ariaLabel="State"
        options={options}
        selectedOption={options.find(({ value }) => value === filter.state) ?? null}
        onChange={({ detail }) => change({ state: detail.selectedOption.value ?? '' })}
      />
    </Grid>
  );
}
