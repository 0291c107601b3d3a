import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import type { RunPage } from '../../data/queries';
import { Command } from '../../parts/command';
import { runHref } from '../../../../core/pages/hrefs';
import { Moment } from '../../parts/moment';
import { Observed, plain } from '../../parts/plain-text';
import { plural } from '../../parts/quantities';
import { stateText } from '../../parts/state-words';
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
    <Alert type={isQuiet ? 'info' : 'error'} header={`Why the run is: ${stateText(summary.state)}`}>
      <SpaceBetween size="m">
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
      <Box variant="awsui-key-label">Fix</Box>
      <Command>{fix}</Command>
      {config === undefined ? null : (
        <Box>
          in the department file: <span className="fact">{config}</span>
        </Box>
      )}
    </SpaceBetween>
  );
}
