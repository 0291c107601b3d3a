import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import {
  type TableOfPage,
  type TablePage as TableAnswer,
  useLakeTable,
  useTable,
} from '../../data/table-queries';
import { Answer } from '../../parts/answer';
import { tablesHref, todayHref } from '../../../../core/pages/hrefs';
import { Page } from '../../parts/page';
import { plain } from '../../parts/plain-text';
import { Columns } from './columns';
import { Drift } from './drift';
import { LakeFacts } from './lake-facts';
import { Preview } from './preview';
import { RowCounts } from './row-counts';
import { Snapshots } from './snapshots';

/** One table from its source to the lake: drift, types, row counts, snapshots, and rows. */
export function TablePage(): ReactElement {
  const { department = '', job = '' } = useParams();
  const [params] = useSearchParams();
  const of = {
    job: `${department}/${job}`,
    schema: params.get('schema') ?? '',
    table: params.get('table') ?? '',
  };
  const query = useTable(of);
  return (
    <Page
      title={<bdi>{plain(`${of.schema}.${of.table}`)}</bdi>}
      description={`Table of ${of.job}`}
      place={{
        above: [
          { text: 'Today', href: todayHref() },
          { text: `Tables of ${of.job}`, href: tablesHref(of.job) },
        ],
        here: plain(of.table),
      }}
    >
      <Answer query={query}>{(page) => <Content of={of} page={page} />}</Answer>
    </Page>
  );
}

function Content({ of, page }: { readonly of: TableOfPage; readonly page: TableAnswer }): ReactElement {
  const lake = useLakeTable(of);
  return (
    <SpaceBetween size="l">
      {page.unread === undefined ? null : (
        <Alert
          type="warning"
          header="The plan of the job cannot be read, so this page has no types of the lake"
        >
          {plain(page.unread)}
        </Alert>
      )}
      <LakeFacts page={page} lake={lake} />
      <Drift page={page} />
      <Columns page={page} lake={lake.data ?? undefined} />
      <RowCounts page={page} />
      {page.plan?.publishes === 'snapshot' ? <Snapshots job={page.job} /> : null}
      {page.plan === undefined || page.plan.publishes === 'none' ? null : <Preview of={of} />}
    </SpaceBetween>
  );
}
