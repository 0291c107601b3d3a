import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import type { RunPage } from '../../data/queries';
import { Fix } from '../../parts/fix';
import { runHref } from '../../../../core/pages/hrefs';
import { Moment } from '../../parts/moment';
import { Observed, plain } from '../../parts/plain-text';
import { plural } from '../../parts/quantities';
import { RunState, stateWord } from '../../parts/state-words';
import { TaskErrors } from './task-errors';

/** Reason for the outcome of a run, with the fix. Nothing for a run that is well. */
export function Verdict({ page }: { readonly page: RunPage }): ReactElement | null {
  const { findings, moreFindings, evidence, summary, record } = page;
  const message = evidence?.message;
  const isNew = message !== undefined && findings.every(({ detail }) => detail !== message);
  const { cancelled, skippedFor, leftBehind } = record;
  if (summary.waitsFor !== undefined)
    return (
      <Alert type="info" header="This run has not begun">
        {plain(summary.waitsFor)}
      </Alert>
    );
  if (findings.length === 0 && !isNew && leftBehind === undefined) return null;
  const isQuiet = ['succeeded', 'skipped', 'cancelled'].includes(summary.state);
  return (
    <Alert type={isQuiet ? 'info' : 'error'} header={whyText(summary.state)}>
      <SpaceBetween size="m">
        <LaterAttempt page={page} />
        {findings.map((finding) => (
          <Finding key={`${finding.code} ${finding.table ?? ''}`} finding={finding} />
        ))}
        {isQuiet || record.task?.arn === undefined ? null : <TaskErrors run={summary.run} />}
        {moreFindings === 0 ? null : <Box>and {plural(moreFindings, 'further finding')}</Box>}
        {isNew ? (
          <div>
            <Box variant="awsui-key-label">Message of DMS</Box>
            <Observed>{message}</Observed>
          </div>
        ) : null}
        {cancelled === undefined ? null : (
          <Box>
            cancelled by {plain(cancelled.by)}, <Moment at={cancelled.at} />
          </Box>
        )}
        {skippedFor === undefined ? null : (
          <Box>
            the job was in use by <Link href={runHref(skippedFor)}>{skippedFor}</Link>
          </Box>
        )}
        {leftBehind === undefined ? null : (
          <Observed>{`not cleaned up: ${leftBehind.error}: ${leftBehind.cause}`}</Observed>
        )}
      </SpaceBetween>
    </Alert>
  );
}

/** Newest attempt, where that is another: what it loaded needs no fix. */
function LaterAttempt({ page: { attempts, summary } }: { readonly page: RunPage }): ReactElement | null {
  const newest = attempts.at(-1);
  if (newest === undefined || newest.openedAt <= summary.openedAt) return null;
  return (
    <SpaceBetween size="xs" direction="horizontal">
      <Box>Retried:</Box>
      <Link href={runHref(newest.run)}>attempt {newest.attempt ?? attempts.length}</Link>
      <RunState run={newest} />
    </SpaceBetween>
  );
}

const acts: ReadonlySet<string> = new Set(['failed', 'succeeded', 'succeeded-with-table-errors']);

/** Such as `Why this run failed`, or `Why this run was skipped`. */
function whyText(state: RunPage['summary']['state']): string {
  if (state === 'resource') return 'Why this run failed';
  return `Why this run ${acts.has(state) ? '' : 'was '}${stateWord(state)}`;
}

function Finding({ finding }: { readonly finding: RunPage['findings'][number] }): ReactElement {
  const { table, cause, detail, fix, config } = finding;
  return (
    <SpaceBetween size="xxs">
      <Box fontWeight="bold">
        {table === undefined ? null : (
          <>
            <bdi>{plain(table)}</bdi>:{' '}
          </>
        )}
        {plain(cause)}
      </Box>
      <Observed>{detail}</Observed>
      <Fix>{fix}</Fix>
      {config === undefined ? null : (
        <Box>
          in the department file: <span className="fact">{config}</span>
        </Box>
      )}
    </SpaceBetween>
  );
}
