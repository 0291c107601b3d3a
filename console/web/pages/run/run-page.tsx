import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import { type RunPage as RunAnswer, useRun } from '../../data/queries';
import { loadHref, replicationHref, tablesHref, todayHref } from '../../../../core/pages/hrefs';
import { hrefOf } from '../../../../core/pages/routes';
import { Answer } from '../../parts/answer';
import { Page } from '../../parts/page';
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
    <Page
      title={query.data?.summary.job ?? 'Run'}
      description={query.data === undefined ? undefined : <RunState run={query.data.summary} />}
      actions={query.data === undefined ? undefined : <RunActions page={query.data} />}
      place={{ above: aboveOf(query.data), here: run }}
    >
      <Answer query={query}>{(page) => <Content page={page} />}</Answer>
    </Page>
  );
}

/** Page of the job: of its files, of its replication or of its tables. */
function aboveOf(page: RunAnswer | undefined): readonly { readonly text: string; readonly href: string }[] {
  const today = { text: 'Today', href: todayHref() };
  if (page === undefined) return [today];
  const { job } = page.summary;
  if (page.kind === 'load')
    return [
      { text: 'Loads', href: hrefOf('loads', {}) },
      { text: job, href: loadHref(job) },
    ];
  if (page.record.mode !== undefined)
    return [
      { text: 'Replications', href: hrefOf('replications', {}) },
      { text: job, href: replicationHref(job) },
    ];
  return [today, { text: `Tables of ${job}`, href: tablesHref(job) }];
}

function Content({ page }: { readonly page: RunAnswer }): ReactElement {
  const isStopped = page.check?.findings.some(({ severity }) => severity === 'error') === true;
  return (
    <SpaceBetween size="l">
      <Verdict page={page} />
      {isStopped ? <SourceCheck page={page} /> : null}
      <Facts page={page} />
      <Tables page={page} />
      <RunPath run={page.summary.run} />
      {isStopped ? null : <SourceCheck page={page} />}
      <Attempts page={page} />
      <Logs run={page.summary.run} />
    </SpaceBetween>
  );
}
