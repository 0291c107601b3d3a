import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import type { Problem } from '../data/queries';
import { Fix } from './fix';
import { Moment } from './moment';
import { Observed, plain } from './plain-text';
import { HealthWord } from './state-words';

/** Cause of a problem, what was observed, and the fix. */
export function ProblemFacts({
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
      <Fix>{fix}</Fix>
    </SpaceBetween>
  );
}
