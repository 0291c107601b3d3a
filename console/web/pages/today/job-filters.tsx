import Grid from '@cloudscape-design/components/grid';
import type { ReactElement } from 'react';
import { departmentOf } from '../../data/job-key';
import type { JobToday } from '../../data/queries';
import { Choice } from '../../parts/choice';
import { FindText } from '../../parts/find-text';
import { hasText } from '../../parts/has-text';
import { useAddressFilter } from '../../parts/use-address-filter';
import { jobsAndLoads } from './job-counts';

export interface JobFilter {
  readonly text: string;
  readonly department: string;
  readonly health: string;
}

/** The filter is part of the address. Another filter shows all that it finds: no department stays collapsed. */
export function useJobFilter(): readonly [JobFilter, (change: Partial<JobFilter>) => void] {
  const [{ collapsed: _, ...filter }, change] = useAddressFilter('text', 'department', 'health', 'collapsed');
  return [filter, (part) => change({ ...part, collapsed: '' })];
}

/** Collapsed departments, which are part of the address, too. */
export function useCollapsed(): readonly [ReadonlySet<string>, (department: string, is: boolean) => void] {
  const [filter, change] = useAddressFilter('collapsed');
  const collapsed = new Set(filter.collapsed.split(' ').filter((name) => name !== ''));
  const collapse = (department: string, is: boolean): void => {
    const others = [...collapsed].filter((name) => name !== department);
    change({ collapsed: (is ? [...others, department] : others).join(' ') });
  };
  return [collapsed, collapse];
}

export function matches({ job, health }: JobToday, filter: JobFilter): boolean {
  return (
    hasText([job], filter.text) &&
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
      <FindText
        label="Find jobs"
        text={filter.text}
        found={jobsAndLoads(found)}
        change={(text) => change({ text })}
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
