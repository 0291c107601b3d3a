import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactElement } from 'react';
import type { TablePage } from '../../data/table-queries';
import { runHref } from '../../../../core/pages/hrefs';
import { Moment } from '../../parts/moment';
import { Observed } from '../../parts/plain-text';

const policies = {
  warn: 'Runs load the table as it is, and their source check warns.',
  block: 'Runs do not begin until the change is accepted with drift: ignore.',
  ignore: 'The job ignores changes: drift: ignore.',
} as const;

/** Columns and keys that the last source check found changed. */
export function Drift({ page: { seen, good, drift, plan } }: { readonly page: TablePage }): ReactElement {
  return (
    <Container
      header={
        <Header variant="h2" description={<Compared seen={seen} good={good} />}>
          Changes of the source
        </Header>
      }
    >
      {drift.length === 0 ? (
        <NoDrift isCompared={seen !== undefined && good !== undefined} />
      ) : (
        <SpaceBetween size="s">
          {drift.map(({ column, found }) => (
            <div key={`${column ?? ''} ${found}`}>
              <StatusIndicator type="warning">
                {column === undefined ? 'primary key' : 'column'}
              </StatusIndicator>
              <Observed>{column === undefined ? found : `${column}: ${found}`}</Observed>
            </div>
          ))}
          {plan === undefined ? null : <Box color="text-body-secondary">{policies[plan.drift]}</Box>}
        </SpaceBetween>
      )}
    </Container>
  );
}

function NoDrift({ isCompared }: { readonly isCompared: boolean }): ReactElement {
  return isCompared ? (
    <StatusIndicator type="success">The columns and the key are the same</StatusIndicator>
  ) : (
    <Box color="text-body-secondary">
      Changes are shown from the second source check after a successful run on.
    </Box>
  );
}

function Compared({ seen, good }: Pick<TablePage, 'seen' | 'good'>): ReactElement | null {
  if (seen === undefined || good === undefined) return null;
  return (
    <>
      The{' '}
      <Link href={runHref(seen.run)} fontSize="inherit">
        source check
      </Link>{' '}
      of <Moment at={seen.seenAt} />, compared with{' '}
      <Link href={runHref(good.run)} fontSize="inherit">
        the last successful run
      </Link>{' '}
      before it, of <Moment at={good.seenAt} />
    </>
  );
}
