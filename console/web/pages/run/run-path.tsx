import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import { type RunPath as Path, useRunPath } from '../../data/queries';
import { Answer } from '../../parts/answer';
import { Moment } from '../../parts/moment';
import { plain } from '../../parts/plain-text';
import { duration } from '../../parts/quantities';
import { StepGraph } from './step-graph';

/** Graph of the state machine with the path that the run took, and the same as a table. */
export function RunPath({ run }: { readonly run: string }): ReactElement {
  const query = useRunPath(run);
  return (
    <Container
      header={
        <Header variant="h2" description={query.data?.from === 'record' ? fromRecord : undefined}>
          Path
        </Header>
      }
    >
      <Answer query={query}>
        {(path) =>
          path === null ? (
            <Box>The load of a file is not an execution of the state machine.</Box>
          ) : (
            <Grid gridDefinition={[{ colspan: { default: 12, m: 6 } }, { colspan: { default: 12, m: 6 } }]}>
              <StepGraph path={path} />
              <Visits visits={path.visits} />
            </Grid>
          )
        }
      </Answer>
    </Container>
  );
}

const fromRecord = 'From the milestones of the record: the events of the execution could not be read.';

type Visit = Path['visits'][number];

function Visits({ visits }: { readonly visits: readonly Visit[] }): ReactElement {
  return (
    <Table
      variant="embedded"
      items={visits}
      trackBy={({ step, from }) => `${step} ${from}`}
      contentDensity="compact"
      wrapLines
      ariaLabels={{ tableLabel: 'Steps' }}
      columnDefinitions={[
        {
          id: 'step',
          header: 'Step',
          isRowHeader: true,
          minWidth: 170,
          cell: (visit) => <StepName visit={visit} />,
        },
        { id: 'from', header: 'Began', cell: ({ from }) => <Moment at={from} form="clock" /> },
        { id: 'took', header: 'Took', minWidth: 85, cell: tookText },
      ]}
    />
  );
}

function StepName({ visit: { step, until, error, retriedAfter } }: { readonly visit: Visit }): ReactElement {
  if (error !== undefined)
    return <StatusIndicator type="error">{`${step}: ${plain(error)}`}</StatusIndicator>;
  if (retriedAfter !== undefined)
    return (
      <StatusIndicator type="warning">{`${step}, tried again after ${plain(retriedAfter)}`}</StatusIndicator>
    );
  return <StatusIndicator type={until === undefined ? 'in-progress' : 'success'}>{step}</StatusIndicator>;
}

function tookText({ from, until }: Visit): string {
  return until === undefined ? 'is there now' : duration(Date.parse(until) - Date.parse(from));
}
