import Alert from '@cloudscape-design/components/alert';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import { type TableOfPage, type TablePage as Page, useLakeTable, useTable } from '../../data/table-queries';
import { Answer } from '../../parts/answer';
import { tablesHref, todayHref } from '../../../../core/pages/hrefs';
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
    <ContentLayout
      breadcrumbs={
        <BreadcrumbGroup
          ariaLabel="Place of this page"
          items={[
            { text: 'Today', href: todayHref() },
            { text: `Tables of ${of.job}`, href: tablesHref(of.job) },
            { text: plain(of.table), href: '' },
          ]}
        />
      }
      header={
        <Header variant="h1" description={`Table of ${of.job}`}>
          <bdi>{plain(`${of.schema}.${of.table}`)}</bdi>
        </Header>
      }
    >
      <Answer query={query}>{(page) => <Content of={of} page={page} />}</Answer>
    </ContentLayout>
  );
}

function Content({ of, page }: { readonly of: TableOfPage; readonly page: Page }): ReactElement {
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
