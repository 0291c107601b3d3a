import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactElement, useMemo } from 'react';
import { type Calendar, useNight } from '../../data/queries';
import { reportedAt } from '../../data/report';
import { Answer } from '../../parts/answer';
import { FindText } from '../../parts/find-text';
import { hasText } from '../../parts/has-text';
import { Moment } from '../../parts/moment';
import { Page } from '../../parts/page';
import { plural } from '../../parts/quantities';
import { useAddressFilter } from '../../parts/use-address-filter';
import { BarTable } from './bar-table';
import { DmsBudget } from './dms-budget';
import { IdleHours } from './idle-hours';
import { type Night, nightOf } from './night';
import { LoadChart } from './night-charts';
import { Overlaps } from './overlaps';
import { Timeline } from './timeline';

/** All jobs on one timeline: the last night and the coming one. */
export function NightPage(): ReactElement {
  const query = useNight();
  return (
    <Page title="Night" description="All runs of the last 24 hours, and those of the next 24 hours">
      <Answer query={query}>{(calendar) => <Content calendar={calendar} />}</Answer>
    </Page>
  );
}

function Content({ calendar }: { readonly calendar: Calendar }): ReactElement {
  const { entries, at } = calendar;
  const now = Date.parse(reportedAt ?? at);
  const [{ text }, change] = useAddressFilter('text');
  const all = useMemo(() => nightOf(entries, now), [entries, now]);
  const night = useMemo(() => {
    if (text.trim() === '') return all;
    const wanted = entries.filter(({ job }) => hasText([job], text));
    return nightOf(wanted, now);
  }, [all, entries, now, text]);
  return (
    <SpaceBetween size="l">
      <LeftOut calendar={calendar} from={all.from} />
      <Summary night={all} />
      <Container header={<Header variant="h2">Timeline</Header>}>
        <SpaceBetween size="m">
          <FindText
            label="Find jobs"
            placeholder="Find jobs, or a department/"
            text={text}
            found={plural(night.jobs.length, 'job')}
            change={(wanted) => change({ text: wanted })}
          />
          <Timeline night={night} now={now} />
          <Box variant="awsui-key-label">Runs at once</Box>
          <LoadChart night={night} now={now} />
        </SpaceBetween>
      </Container>
      <DmsBudget night={all} now={now} />
      <Overlaps overlaps={night.overlaps} />
      <IdleHours idle={all.idle} />
      <BarTable bars={night.bars} />
    </SpaceBetween>
  );
}

interface LeftOutProps {
  readonly calendar: Calendar;
  readonly from: number;
}

/** Says which runs are not shown. */
function LeftOut({
  calendar: { entries, unread, isPastShortened },
  from,
}: LeftOutProps): ReactElement | null {
  const [first] = entries;
  const oldest = isPastShortened && first !== undefined && Date.parse(first.at) > from ? first.at : undefined;
  if (unread.length === 0 && oldest === undefined) return null;
  return (
    <Alert type="warning" header="Some runs are not shown">
      {unread.length === 0 ? null : (
        <Box>{unread.join(', ')}: the plans cannot be read. Deploy these departments again.</Box>
      )}
      {oldest === undefined ? null : (
        <Box>
          Runs before <Moment at={oldest} /> are left out.
        </Box>
      )}
    </Alert>
  );
}

function Summary({ night: { peak, idle, bars, jobs, overlaps } }: { readonly night: Night }): ReactElement {
  const idleHours = idle.reduce((sum, { from, until }) => sum + (until - from) / 3_600_000, 0);
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        minColumnWidth={180}
        items={[
          { label: 'Runs', value: `${plural(bars.length, 'run')} of ${plural(jobs.length, 'job')}` },
          {
            label: 'Most at once',
            value:
              peak === undefined ? (
                'none'
              ) : (
                <>
                  {plural(peak.runs, 'run')}, <Moment at={peak.at} />
                </>
              ),
          },
          { label: 'Overlaps', value: plural(overlaps.length, 'time') },
          { label: 'Idle', value: `${plural(idleHours, 'hour')} of 48` },
        ]}
      />
    </Container>
  );
}
