import Grid from '@cloudscape-design/components/grid';
import Select from '@cloudscape-design/components/select';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactElement } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { JobToday } from '../../data/queries';
import { jobsAndLoads } from './job-counts';
import { departmentOf } from './job-rows';

export interface JobFilter {
  readonly text: string;
  readonly department: string;
  readonly health: string;
}

/** The filter is part of the address. Another filter shows all that it finds: no department stays collapsed. */
export function useJobFilter(): readonly [JobFilter, (change: Partial<JobFilter>) => void] {
  const [params, setParams] = useSearchParams();
  const filter = {
    text: params.get('text') ?? '',
    department: params.get('department') ?? '',
    health: params.get('health') ?? '',
  };
  const change = (part: Partial<JobFilter>): void => {
    const chosen = Object.entries({ ...filter, ...part }).filter(([, value]) => value !== '');
    setParams(Object.fromEntries(chosen), { replace: true });
  };
  return [filter, change];
}

/** Collapsed departments, which are part of the address, too. */
export function useCollapsed(): readonly [ReadonlySet<string>, (department: string, is: boolean) => void] {
  const [params, setParams] = useSearchParams();
  const collapsed = new Set((params.get('collapsed') ?? '').split(' ').filter((name) => name !== ''));
  const collapse = (department: string, is: boolean): void => {
    const others = [...collapsed].filter((name) => name !== department);
    const names = is ? [...others, department] : others;
    const changed = new URLSearchParams(params);
    changed.delete('collapsed');
    if (names.length > 0) changed.set('collapsed', names.join(' '));
    setParams(changed, { replace: true });
  };
  return [collapsed, collapse];
}

export function matches({ job, health }: JobToday, filter: JobFilter): boolean {
  return (
    job.includes(filter.text.trim()) &&
    (filter.department === '' || departmentOf(job) === filter.department) &&
    (filter.health === '' || health === filter.health)
  );
}

interface Props {
  readonly jobs: readonly JobToday[];
  readonly found: readonly JobToday[];
  readonly filter: JobFilter;
  readonly change: (change: Partial<JobFilter>) => void;
}

export function JobFilters({ jobs, found, filter, change }: Props): ReactElement {
  const departments = [...new Set(jobs.map(({ job }) => departmentOf(job)))].sort();
  const healths = [...new Set(jobs.map(({ health }) => health))];
  return (
    <Grid
      gridDefinition={[
        { colspan: { default: 12, s: 6 } },
        { colspan: { default: 6, s: 3 } },
        { colspan: { default: 6, s: 3 } },
      ]}
    >
      <TextFilter
        filteringText={filter.text}
        filteringPlaceholder="Find jobs"
        filteringAriaLabel="Find jobs"
        countText={jobsAndLoads(found)}
        onChange={({ detail }) => change({ text: detail.filteringText })}
      />
      <Choice
        label="Department"
        every="all departments"
        words={departments}
        chosen={filter.department}
        choose={(department) => change({ department })}
      />
      <Choice
        label="Health"
        every="any health"
        words={healths}
        chosen={filter.health}
        choose={(health) => change({ health })}
      />
    </Grid>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly every: string;
  readonly words: readonly string[];
  readonly chosen: string;
  readonly choose: (word: string) => void;
}

function Choice({ label, every, words, chosen, choose }: ChoiceProps): ReactElement {
  const options = [{ value: '', label: every }, ...words.map((word) => ({ value: word, label: word }))];
  return (
    <Select
      ariaLabel={label}
      options={options}
      selectedOption={options.find(({ value }) => value === chosen) ?? null}
      onChange={({ detail }) => choose(detail.selectedOption.value ?? '')}
    />
  );
}
