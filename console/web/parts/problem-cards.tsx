import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Cards from '@cloudscape-design/components/cards';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import type { Problem } from '../data/queries';
import { ProblemFacts } from './problem-facts';
import { plural } from './quantities';

interface Props {
  readonly problems: readonly Problem[];
  /** Number of problems that are not listed. */
  readonly more: number;
  readonly hrefOf: (problem: Problem) => string | undefined;
}

/** Problems of jobs, each with its fix. */
export function ProblemCards({ problems, more, hrefOf }: Props): ReactElement {
  if (problems.length === 0) return <Alert type="success">No problems</Alert>;
  return (
    <SpaceBetween size="s">
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
          header: (problem) => <Job name={problem.job} href={hrefOf(problem)} />,
          sections: [{ id: 'what', content: (problem) => <ProblemFacts problem={problem} /> }],
        }}
      />
      {more === 0 ? null : <Box>{plural(more, 'further problem')}: see the health of the jobs below</Box>}
    </SpaceBetween>
  );
}

function Job({ name, href }: { readonly name: string; readonly href: string | undefined }): ReactElement {
  if (href === undefined) return <>{name}</>;
  return (
    <Link href={href} fontSize="heading-m">
      {name}
    </Link>
  );
}
