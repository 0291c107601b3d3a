import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactElement, useMemo } from 'react';
import { type Line, LineChart } from '../../charts/line-chart';
import { type LagRange, type Lag as Read, useLag } from '../../data/queries';
import { Answer } from '../../parts/answer';
import { Command } from '../../parts/command';
import { Moment } from '../../parts/moment';
import { plain } from '../../parts/plain-text';
import { duration } from '../../parts/quantities';
import { useAddressFilter } from '../../parts/use-address-filter';
import { pointsOf, secondsStep, summaryOf } from './series';

const ranges: readonly { readonly id: LagRange; readonly text: string }[] = [
  { id: 'day', text: '24 hours' },
  { id: 'week', text: '7 days' },
];

interface Props {
  readonly job: string;
  readonly maxLatencySeconds: number;
}

/** Lag of a job over time, with its limit. The range is part of the address. */
export function Lag({ job, maxLatencySeconds }: Props): ReactElement {
  const [filter, change] = useAddressFilter('lag');
  const range: LagRange = filter.lag === 'week' ? 'week' : 'day';
  const query = useLag(job, range);
  const choose = (id: string): void => change({ lag: id === 'week' ? id : '' });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Time from a change at the source until it is at the target"
          actions={
            <SegmentedControl
              label="Range"
              selectedId={range}
              options={[...ranges]}
              onChange={({ detail }) => choose(detail.selectedId)}
            />
          }
        >
          Lag
        </Header>
      }
    >
      <Answer query={query}>
        {(lag) => <Content lag={lag} range={range} maxLatencySeconds={maxLatencySeconds} />}
      </Answer>
    </Container>
  );
}

interface ContentProps {
  readonly lag: Read;
  readonly range: LagRange;
  readonly maxLatencySeconds: number;
}

function Content({ lag, range, maxLatencySeconds }: ContentProps): ReactElement {
  const { from, until, periodSeconds, points, source, problem } = lag;
  const lines = useMemo(
    (): readonly Line[] => [
      {
        name: 'lag',
        tone: 'run-open',
        dash: 'solid',
        points: pointsOf(points, periodSeconds, ({ seconds }) => seconds),
      },
      {
        name: 'until DMS reads',
        tone: 'run-none',
        dash: 'dotted',
        points: pointsOf(points, periodSeconds, ({ sourceSeconds }) => sourceSeconds),
      },
    ],
    [points, periodSeconds],
  );
  const limit = useMemo(
    () => ({ name: `max-latency ${duration(maxLatencySeconds * 1000)}`, value: maxLatencySeconds }),
    [maxLatencySeconds],
  );
  const summary = summaryOf(points, periodSeconds, maxLatencySeconds);
  const over = range === 'week' ? '7 days' : '24 hours';
  return (
    <SpaceBetween size="s">
      {problem === undefined ? null : (
        <Alert type="warning" header="CloudWatch cannot be read, so only the last two hours are shown">
          <Box>{plain(problem.message)}</Box>
          {problem.fix === undefined ? null : <Command>{problem.fix}</Command>}
        </Alert>
      )}
      {summary === undefined ? (
        <Box textAlign="center" color="text-body-secondary" padding="l">
          No lag was measured in the last {over}: the task did not run
        </Box>
      ) : (
        <>
          <Box>
            At most {duration(summary.highest.seconds * 1000)}, at <Moment at={summary.highest.at} />.{' '}
            {summary.lateSeconds === 0
              ? 'Never above max-latency.'
              : `Above max-latency for ${duration(summary.lateSeconds * 1000)}.`}
          </Box>
          <LineChart
            label={`Lag over ${over}, at most ${duration(summary.highest.seconds * 1000)}; max-latency is ${duration(maxLatencySeconds * 1000)}`}
            lines={lines}
            from={Date.parse(from)}
            until={Date.parse(until)}
            textOf={secondsText}
            stepOf={secondsStep}
            limit={limit}
          />
          <Box color="text-body-secondary" fontSize="body-s">
            {source === 'CloudWatch'
              ? `Highest value of each ${duration(periodSeconds * 1000)}, from CloudWatch (AWS/DMS, CDCLatencySource and CDCLatencyTarget)`
              : 'As polls measured it each minute'}
          </Box>
        </>
      )}
    </SpaceBetween>
  );
}

const secondsText = (seconds: number): string => (seconds === 0 ? '0' : duration(seconds * 1000));
