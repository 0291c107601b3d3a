import { pathOf } from '../../../../core/pages/routes';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { type ReactElement, useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { Chart, type Colours } from '../../charts/chart';
import type { TablePage } from '../../data/table-queries';
import { runHref } from '../../../../core/pages/hrefs';
import { Moment } from '../../parts/moment';
import { plain } from '../../parts/plain-text';
import { count, plural } from '../../parts/quantities';
import { runLooks, stateWord } from '../../parts/state-words';
import { rowChart } from './row-chart';

type TableRun = TablePage['runs'][number];

/** Rows of the table in the newest runs, as a chart and as a list. */
export function RowCounts({ page: { runs } }: { readonly page: TablePage }): ReactElement {
  const navigate = useNavigate();
  const oldestFirst = useMemo(() => [...runs].reverse(), [runs]);
  const draw = useCallback((colours: Colours) => rowChart(oldestFirst, colours), [oldestFirst]);
  const open = useCallback(
    (place: number) => {
      const run = oldestFirst[place]?.run;
      if (run !== undefined) void navigate(pathOf('run', { run }));
    },
    [navigate, oldestFirst],
  );
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={`The last ${runs.length === 1 ? 'run' : plural(runs.length, 'run')} of the job`}
        >
          Row counts
        </Header>
      }
    >
      {runs.every(({ rows }) => rows === undefined) ? (
        <Box textAlign="center">No run has loaded this table yet</Box>
      ) : (
        <SpaceBetween size="s">
          <Chart
            label={`Rows of this table in ${plural(runs.length, 'run')}`}
            height={220}
            draw={draw}
            onClick={open}
          />
          <ExpandableSection headerText="Row counts as a list">
            <Table
              items={[...runs]}
              trackBy="run"
              columnDefinitions={columns}
              variant="embedded"
              ariaLabels={{ tableLabel: 'Row counts' }}
            />
          </ExpandableSection>
        </SpaceBetween>
      )}
    </Container>
  );
}

const columns: TableProps.ColumnDefinition<TableRun>[] = [
  {
    id: 'run',
    header: 'Run',
    isRowHeader: true,
    cell: ({ run, openedAt }) => (
      <Link href={runHref(run)}>
        <Moment at={openedAt} />
      </Link>
    ),
  },
  {
    id: 'state',
    header: 'Run state',
    cell: ({ state }) => <StatusIndicator type={runLooks[state].type}>{stateWord(state)}</StatusIndicator>,
  },
  { id: 'rows', header: 'Rows', cell: ({ rows }) => (rows === undefined ? '–' : count(rows)) },
  {
    id: 'rejected',
    header: 'Rejected rows',
    cell: ({ errorRows }) => (errorRows === undefined ? '–' : count(errorRows)),
  },
  { id: 'table', header: 'State of the table', cell: ({ tableState }) => plain(tableState ?? 'not loaded') },
];
