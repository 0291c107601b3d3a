import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import { hrefOf } from '../../../../core/pages/routes';
import { type LoadPage as LoadAnswer, useLoad } from '../../data/load-queries';
import { useAbout } from '../../data/queries';
import { isReport } from '../../data/report';
import { Answer } from '../../parts/answer';
import { Page } from '../../parts/page';
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
    <Page
      title={key}
      description={
        query.data === undefined ? undefined : <span className="fact">{plain(query.data.inbox)}</span>
      }
      place={{ above: [{ text: 'Loads', href: hrefOf('loads', {}) }], here: key }}
    >
      <Answer query={query}>{(page) => <Content page={page} />}</Answer>
    </Page>
  );
}

function Content({ page }: { readonly page: LoadAnswer }): ReactElement {
  const { data: about } = useAbout();
  return (
    <SpaceBetween size="l">
      {!isReport && about?.actions === true ? <DropFile page={page} /> : null}
      <Waiting page={page} />
      <Files page={page} />
    </SpaceBetween>
  );
}
