import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Table from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { RunPage } from '../../data/queries';
import { runHref } from '../../../../core/pages/hrefs';
import { Moment } from '../../parts/moment';
import { plain } from '../../parts/plain-text';
import { count, duration } from '../../parts/quantities';
import { RunState } from '../../parts/state-words';

/** All attempts: when there are others, or this is a later one whose earlier ones left no record. */
export function Attempts({ page: { attempts, summary } }: { readonly page: RunPage }): ReactElement | null {
  if (attempts.length < 2 && summary.firstAttempt === undefined) return null;
  return (
    <Table
      items={attempts}
      trackBy="run"
      header={<Header variant="h2">Attempts</Header>}
      ariaLabels={{ tableLabel: 'Attempts' }}
      columnDefinitions={[
        {
          id: 'run',
          header: 'Run',
          isRowHeader: true,
          cell: ({ run }) =>
            run === summary.run ? `${run} (this one)` : <Link href={runHref(run)}>{run}</Link>,
        },
        { id: 'state', header: 'State', cell: (run) => <RunState run={run} /> },
        { id: 'opened', header: 'Opened', cell: ({ openedAt }) => <Moment at={openedAt} /> },
        { id: 'took', header: 'Took', cell: ({ took }) => duration(took) },
        { id: 'rows', header: 'Rows', cell: ({ rows }) => count(rows) },
        { id: 'by', header: 'Requested by', cell: ({ requestedBy }) => plain(requestedBy) },
      ]}
    />
  );
}
