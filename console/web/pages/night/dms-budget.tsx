import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { type DmsUse, useDmsUse } from '../../data/queries';
import { Answer } from '../../parts/answer';
import { Moment } from '../../parts/moment';
import { count, duration } from '../../parts/quantities';
import type { Night } from './night';
import { DmsChart } from './night-charts';

interface Props {
  readonly night: Night;
  readonly now: number;
}

/** Estimated DMS requests against the rate that Lakeferry uses. */
export function DmsBudget(props: Props): ReactElement {
  const query = useDmsUse();
  return (
    <Container
      header={
        <Header variant="h2" description="Estimated requests per minute of all runs, against the rate">
          DMS budget
        </Header>
      }
    >
      <Answer query={query}>{(use) => <Use {...props} use={use} />}</Answer>
    </Container>
  );
}

function Use({ night, now, use }: Props & { readonly use: DmsUse }): ReactElement {
  const { perSecond, burst, paidUntil, minutes } = use;
  const rate = perSecond * 60;
  const busiest = most(minutes, ({ functions, polls }) => functions + polls);
  const slowest = most(minutes, ({ delay }) => delay);
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={4}
        minColumnWidth={180}
        items={[
          { label: 'Rate', value: `${count(rate)} per minute, ${count(burst)} at once after a rest` },
          {
            label: 'Busiest minute',
            value:
              busiest === undefined ? (
                'none'
              ) : (
                <>
                  {count(busiest.functions + busiest.polls)} requests (
                  {Math.round((100 * (busiest.functions + busiest.polls)) / rate)} %),{' '}
                  <Moment at={busiest.at} />
                </>
              ),
          },
          {
            label: 'Longest wait for requests',
            value:
              slowest === undefined ? (
                'none'
              ) : (
                <>
                  {duration(slowest.delay)}, <Moment at={slowest.at} />
                </>
              ),
          },
          {
            label: 'Paid ahead',
            value: paidUntil === undefined ? 'nothing' : <Moment at={paidUntil} form="clock" />,
          },
        ]}
      />
      <DmsChart night={night} now={now} use={use} />
      <ExpandableSection headerText="How this is estimated">
        <Box>
          A run has three requests when it begins (CreateTask and StartTask), one per 500 tables when it is
          judged, and one that deletes its task. While it loads, the poll of each minute describes 100 tasks
          with one request, and reads the tables of up to 60 tasks. Past runs count as long as they took, and
          coming ones as long as the longest that succeeded in the last 7 days, or 5 minutes. Retries and
          requests of people are not counted. Runs that exceed the rate wait, and none of them fails.
        </Box>
      </ExpandableSection>
    </SpaceBetween>
  );
}

type Minute = DmsUse['minutes'][number];

function most(minutes: readonly Minute[], size: (minute: Minute) => number): Minute | undefined {
  let found: Minute | undefined;
  for (const minute of minutes) if (size(minute) > (found === undefined ? 0 : size(found))) found = minute;
  return found;
}
