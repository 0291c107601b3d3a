import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Cards from '@cloudscape-design/components/cards';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement, ReactNode } from 'react';
import type { Problem, Today } from '../../data/queries';
import { Command } from '../../parts/command';
import { Moment } from '../../parts/moment';
import { Observed, plain } from '../../parts/plain-text';
import { plural } from '../../parts/quantities';
import { HealthWord } from '../../parts/state-words';

interface Props {
  readonly problems: readonly Problem[];
  /** Number of problems that are not listed. */
  readonly more: number;
  readonly undelivered: Today['undelivered'];
}

export function Problems({ problems, more, undelivered }: Props): ReactElement {
  return (
    <SpaceBetween size="s">
      {undelivered === undefined ? null : (
        <Alert type="error" header={`${plural(undelivered.messages, 'message')} could not be delivered`}>
          <Observed>{undelivered.problem}</Observed>
        </Alert>
      )}
      {problems.length === 0 ? (
        <Alert type="success">No problems</Alert>
      ) : (
        <Cards
          header={
            <Header variant="h2" counter={`(${problems.length + more})`}>
              Problems
            </Header>
          }
          items={problems}
          trackBy={({ job, cause }) => `${job} ${cause}`}
          cardsPerRow={[{ cards: 1 }, { minWidth: 900, cards: 2 }]}
          cardDefinition={{
            header: (problem) => <JobLink problem={problem} />,
            sections: [{ id: 'what', content: (problem) => <What problem={problem} /> }],
          }}
        />
      )}
      {more === 0 ? null : <Box>{plural(more, 'further problem')}: see the health of the jobs below</Box>}
    </SpaceBetween>
  );
}

function JobLink({ problem: { job, run } }: { readonly problem: Problem }): ReactNode {
  return run === undefined ? (
    job
  ) : (
    <Link href={`#/runs/${run}`} fontSize="heading-m">
      {job}
    </Link>
  );
}

function What({
  problem: { health, cause, detail, fix, since },
}: {
  readonly problem: Problem;
}): ReactElement {
  return (
    <SpaceBetween size="xs">
      <SpaceBetween size="s" direction="horizontal">
        <HealthWord health={health} />
        {since === undefined ? null : (
          <Box color="text-body-secondary">
            since <Moment at={since} />
          </Box>
        )}
      </SpaceBetween>
      <Box fontWeight="bold">{plain(cause)}</Box>
      {detail === undefined ? null : <Observed>{detail}</Observed>}
      <div>
        <Box variant="awsui-key-label">Fix</Box>
        <Command>{fix}</Command>
      </div>
    </SpaceBetween>
  );
}
