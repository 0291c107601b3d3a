import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { useToday } from '../../data/queries';
import { Answer } from '../../parts/answer';
import { Moment } from '../../parts/moment';
import { jobsAndLoads } from './job-counts';
import { JobTable } from './job-table';
import { Problems } from './problems';

/** All jobs, those with problems first, each with its fix. */
export function TodayPage(): ReactElement {
  const query = useToday();
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={
            query.data === undefined ? undefined : (
              <>
                {jobsAndLoads(query.data.jobs)}, as of <Moment at={query.data.at} />
              </>
            )
          }
        >
          Today
        </Header>
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
    </ContentLayout>
  );
}
