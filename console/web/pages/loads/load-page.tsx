import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import { hrefOf } from '../../../../core/pages/routes';
import { type LoadPage as Page, useLoad } from '../../data/load-queries';
import { useAbout } from '../../data/queries';
import { isReport } from '../../data/report';
import { Answer } from '../../parts/answer';
import { plain } from '../../parts/plain-text';
import { DropFile } from './drop-file';
import { Files } from './files';
import { Waiting } from './waiting';

/** One load: a place to drop files, those that wait, and those that were loaded or rejected. */
export function LoadPage(): ReactElement {
  const { department = '', load = '' } = useParams();
  const key = `${department}/${load}`;
  const query = useLoad(key);
  return (
    <ContentLayout
      breadcrumbs={
        <BreadcrumbGroup
          ariaLabel="Place of this page"
          items={[
            { text: 'Loads', href: hrefOf('loads', {}) },
            { text: key, href: '' },
          ]}
        />
      }
      header={
        <Header
          variant="h1"
          description={
            query.data === undefined ? undefined : <span className="fact">{plain(query.data.inbox)}</span>
          }
        >
          {key}
        </Header>
      }
    >
      <Answer query={query}>{(page) => <Content page={page} />}</Answer>
    </ContentLayout>
  );
}

function Content({ page }: { readonly page: Page }): ReactElement {
  const { data: about } = useAbout();
  return (
    <SpaceBetween size="l">
      {!isReport && about?.actions === true ? <DropFile page={page} /> : null}
      <Waiting page={page} />
      <Files page={page} />
    </SpaceBetween>
  );
}
