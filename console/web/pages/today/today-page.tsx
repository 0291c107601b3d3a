import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { useToday } from '../../data/queries';
import { Answer } from '../../parts/answer';
import { AsOf, Page } from '../../parts/page';
import { jobsAndLoads } from './job-counts';
import { JobTable } from './job-table';
import { Problems } from './problems';

/** All jobs, those with problems first, each with its fix. */
export function TodayPage(): ReactElement {
  const query = useToday();
  return (
    <Page
      title="Today"
      description={
        query.data === undefined ? undefined : (
          <AsOf what={jobsAndLoads(query.data.jobs)} at={query.data.at} />
        )
      }
    >
      <Answer query={query}>
        {(today) => (
          <SpaceBetween size="l">
            <Problems problems={today.problems} more={today.moreProblems} undelivered={today.undelivered} />
            <JobTable jobs={today.jobs} />
          </SpaceBetween>
        )}
      </Answer>
    </Page>
  );
}
