import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Cards from '@cloudscape-design/components/cards';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement, ReactNode } from 'react';
import type { Problem, Today } from '../../data/queries';
import { jobHref, loadHref } from '../../parts/links';
import { Observed } from '../../parts/plain-text';
import { ProblemFacts } from '../../parts/problem-facts';
import { plural } from '../../parts/quantities';

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
            sections: [{ id: 'what', content: (problem) => <ProblemFacts problem={problem} /> }],
          }}
        />
      )}
      {more === 0 ? null : <Box>{plural(more, 'further problem')}: see the health of the jobs below</Box>}
    </SpaceBetween>
  );
}

/** Links to the files of a load, to the run that shows the problem, or to the page of the CDC job. */
function JobLink({ problem }: { readonly problem: Problem }): ReactNode {
  const { job } = problem;
  const href = hrefOf(problem);
  return href === undefined ? (
    job
  ) : (
    <Link href={href} fontSize="heading-m">
      {job}
    </Link>
  );
}

function hrefOf({ job, kind, run, isCdc }: Problem): string | undefined {
  if (kind === 'load') return loadHref(job);
  return run === undefined ? jobHref(job, isCdc, run) : `#/runs/${run}`;
}
