import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type ReactElement, useMemo } from 'react';
import { type ClockChanges, useCalendarDays, useClockChanges } from '../../data/queries';
import { Answer } from '../../parts/answer';
import { Page } from '../../parts/page';
import { plain } from '../../parts/plain-text';
import { count, plural } from '../../parts/quantities';
import { dayAfter, dayOf, daysOfRuns, daysToRead, firstDay, shownDays } from './calendar-days';
import { Filters, isWanted, useCalendarFilter } from './calendar-filter';
import { ClockNotes } from './clock-notes';
import { DayList } from './day-list';
import { HeatMap } from './heat-map';
import { NotableDays } from './notable-days';

/** Past and coming runs by day: missed and skipped runs, and clock changes. */
export function CalendarPage(): ReactElement {
  const query = useClockChanges();
  return (
    <Page title="Calendar" description="Runs of past days, and times of coming ones, in your time zone">
      <Answer query={query}>{(clocks) => <Content clocks={clocks} />}</Answer>
    </Page>
  );
}

const step = shownDays / 2;

function Content({ clocks: { at, changes, unread } }: { readonly clocks: ClockChanges }): ReactElement {
  const today = dayOf(at);
  const [filter, change] = useCalendarFilter();
  const from = filter.from === '' ? firstDay(today) : filter.from;
  const day = filter.day === '' ? today : filter.day;
  const { days: read, wanted, errors } = useCalendarDays(useMemo(() => daysToRead(from), [from]));
  const { text, state } = filter;
  const entries = useMemo(
    () => read.flatMap((one) => one.entries).filter((entry) => isWanted(entry, { text, state })),
    [read, text, state],
  );
  const days = useMemo(() => daysOfRuns(from, entries, changes), [from, entries, changes]);
  const choose = (chosen: string): void => {
    const isShown = chosen >= from && chosen <= dayAfter(from, shownDays - 1);
    change({ day: chosen === today ? '' : chosen, ...(isShown ? {} : { from: firstDay(chosen) }) });
  };
  const reading = wanted - read.length - errors.length;
  const [error] = errors;
  return (
    <SpaceBetween size="l">
      {unread.length === 0 ? null : (
        <Alert type="warning" header="Some coming times are not shown">
          {unread.join(', ')}: the plans cannot be read. Deploy these departments again.
        </Alert>
      )}
      {error === undefined ? null : (
        <Alert type="error" header={`${plural(errors.length, 'day')} could not be read`}>
          {plain(error.message)}
        </Alert>
      )}
      <Container
        header={
          <Header
            variant="h2"
            description={
              reading === 0 ? undefined : (
                <StatusIndicator type="loading">{`reading ${count(reading)} of ${plural(wanted, 'day')}`}</StatusIndicator>
              )
            }
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button onClick={() => change({ from: dayAfter(from, -step) })}>Earlier</Button>
                <Button onClick={() => change({ from: dayAfter(from, step) })}>Later</Button>
              </SpaceBetween>
            }
          >
            {`${count(shownDays / 7)} weeks`}
          </Header>
        }
      >
        <SpaceBetween size="m">
          <Filters filter={filter} change={change} found={entries.length} />
          <HeatMap days={days} today={today} chosen={day} choose={choose} />
        </SpaceBetween>
      </Container>
      {ClockNotes({ changes: changes.filter((one) => dayOf(one.at) === day) })}
      <DayList
        day={day}
        today={today}
        entries={entries.filter((one) => dayOf(one.at) === day)}
        isReading={reading > 0}
        choose={choose}
      />
      <NotableDays days={days} isReading={reading > 0} choose={choose} />
    </SpaceBetween>
  );
}
