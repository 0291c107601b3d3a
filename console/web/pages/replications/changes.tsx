import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { type ReactElement, useMemo } from 'react';
import { type Line, LineChart } from '../../charts/line-chart';
import type { ReplicationFacts } from '../../data/queries';
import { count, plural } from '../../parts/quantities';
import { pointsOf } from './series';

const operations = [
  { name: 'inserts', tone: 'run-good', dash: 'solid' },
  { name: 'updates', tone: 'run-open', dash: 'dashed' },
  { name: 'deletes', tone: 'run-warn', dash: 'dotted' },
] as const;

/** Inserts, updates and deletes per minute in the two hours that polls keep. */
export function Changes({ facts }: { readonly facts: ReplicationFacts }): ReactElement {
  const points = useMemo(() => facts.series?.points ?? [], [facts]);
  const lines = useMemo(
    (): readonly Line[] =>
      operations.map((operation, place) => ({
        ...operation,
        points: pointsOf(points, 60, ({ operations: made }) => made?.[place]),
      })),
    [points],
  );
  const counted = points.filter((point) => point.operations !== undefined);
  const [first, last] = [counted[0], counted.at(-1)];
  const highest = counted.reduce((most, { rows = 0 }) => Math.max(most, rows), 0);
  return (
    <Container
      header={
        <Header variant="h2" description="As polls counted them in the last two hours">
          Changes per minute
        </Header>
      }
    >
      {first === undefined || last === undefined ? (
        <Box textAlign="center" color="text-body-secondary" padding="l">
          No changes were counted yet: a poll counts them each minute while the task runs
        </Box>
      ) : (
        <LineChart
          label={`Inserts, updates and deletes per minute, together at most ${plural(Math.round(highest), 'change')} per minute`}
          lines={lines}
          from={Date.parse(first.at)}
          until={Date.parse(last.at)}
          textOf={count}
          leastStep={1}
        />
      )}
    </Container>
  );
}
