import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { type Replications, useReplications } from '../../data/queries';
import { Answer } from '../../parts/answer';
import { Command } from '../../parts/command';
import { jobHref } from '../../../../core/pages/hrefs';
import { AsOf, Page } from '../../parts/page';
import { ProblemCards } from '../../parts/problem-cards';
import { plural } from '../../parts/quantities';
import { ReplicationTable } from './replication-table';

/** All CDC jobs, those with problems first, each with its fix. */
export function ReplicationsPage(): ReactElement {
  const query = useReplications();
  return (
    <Page
      title="Replications"
      description={
        query.data === undefined ? undefined : (
          <AsOf what={plural(query.data.jobs.length, 'CDC job')} at={query.data.at} />
        )
      }
    >
      <Answer query={query}>{(replications) => <Content replications={replications} />}</Answer>
    </Page>
  );
}

function Content({ replications }: { readonly replications: Replications }): ReactElement {
  const { jobs, problems, moreProblems } = replications;
  if (jobs.length === 0)
    return (
      <Alert type="info" header="No CDC job has run">
        <Box>A job of mode cdc or full-load-and-cdc is listed here from its first run on.</Box>
        <Command>{'lakeferry start <department>/<job>'}</Command>
      </Alert>
    );
  return (
    <SpaceBetween size="l">
      <ProblemCards
        problems={problems}
        more={moreProblems}
        hrefOf={({ job }) => jobHref(job, true, undefined)}
      />
      <ReplicationTable jobs={jobs} />
    </SpaceBetween>
  );
}
