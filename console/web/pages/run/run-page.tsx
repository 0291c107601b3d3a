import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import { type RunPage as Page, useRun } from '../../data/queries';
import { Answer } from '../../parts/answer';
import { RunState } from '../../parts/state-words';
import { Attempts } from './attempts';
import { Facts } from './facts';
import { Logs } from './logs';
import { RunActions } from './run-actions';
import { RunPath } from './run-path';
import { SourceCheck } from './source-check';
import { Tables } from './tables';
import { Verdict } from './verdict';

/** One run: verdict with cause and fix, path, tables, source check, snapshot, attempts, log lines. */
export function RunPage(): ReactElement {
  const { run = '' } = useParams();
  const query = useRun(run);
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={query.data === undefined ? run : <RunState run={query.data.summary} />}
          actions={query.data === undefined ? undefined : <RunActions page={query.data} />}
        >
          {query.data?.summary.job ?? 'Run'}
        </Header>
      }
    >
      <Answer query={query}>{(page) => <Content page={page} />}</Answer>
    </ContentLayout>
  );
}

function Content({ page }: { readonly page: Page }): ReactElement {
  return (
    <SpaceBetween size="l">
      <Verdict page={page} />
      <Facts page={page} />
      <Tables page={page} />
      <RunPath run={page.summary.run} />
      <SourceCheck page={page} />
      <Attempts page={page} />
      <Logs run={page.summary.run} />
    </SpaceBetween>
  );
}
