import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Cards from '@cloudscape-design/components/cards';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { type Replications, useReplications } from '../../data/queries';
import { Answer } from '../../parts/answer';
import { Command } from '../../parts/command';
import { Moment } from '../../parts/moment';
import { ProblemFacts } from '../../parts/problem-facts';
import { plural } from '../../parts/quantities';
import { ReplicationTable } from './replication-table';

/** All CDC jobs, those with problems first, each with its fix. */
export function ReplicationsPage(): ReactElement {
  const query = useReplications();
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={
            query.data === undefined ? undefined : (
              <>
                {plural(query.data.jobs.length, 'CDC job')}, as of <Moment at={query.data.at} />
              </>
            )
          }
        >
          Replications
        </Header>
      }
    >
      <Answer query={query}>{(replications) => <Content replications={replications} />}</Answer>
    </ContentLayout>
  );
}

function Content({ replications }: { readonly replications: Replications }): ReactElement {
  const { jobs, problems, moreProblems } = replications;
  if (jobs.length === 0)
    return (
      <Alert type="info" header="No CDC job has run">
        <Box>A job of mode cdc or full-load-and-cdc is listed here from its first run on.</Box>
        <Command>lakeferry start department/job</Command>
      </Alert>
    );
  return (
    <SpaceBetween size="l">
      {problems.length === 0 ? (
        <Alert type="success">No problems</Alert>
      ) : (
        <Cards
          header={
            <Header variant="h2" counter={`(${problems.length + moreProblems})`}>
              Problems
            </Header>
          }
          items={problems}
          trackBy={({ job, cause }) => `${job} ${cause}`}
          cardsPerRow={[{ cards: 1 }, { minWidth: 900, cards: 2 }]}
          cardDefinition={{
            header: ({ job }) => (
              <Link href={`#/replications/${job}`} fontSize="heading-m">
                {job}
              </Link>
            ),
            sections: [{ id: 'what', content: (problem) => <ProblemFacts problem={problem} /> }],
          }}
        />
      )}
      <ReplicationTable jobs={jobs} />
    </SpaceBetween>
  );
}
