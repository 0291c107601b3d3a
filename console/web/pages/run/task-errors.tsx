import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactElement } from 'react';
import { useTaskErrors } from '../../data/queries';
import { NotRead } from '../../parts/answer';
import { Observed } from '../../parts/plain-text';
import { plural } from '../../parts/quantities';

/** Errors of DMS about a run that failed: the reason for a table error is nowhere else. */
export function TaskErrors({ run }: { readonly run: string }): ReactElement | null {
  const { data, error } = useTaskErrors(run);
  if (error !== null) return <NotRead error={error} />;
  if (data === undefined) return null;
  const permission = data.gaps.find(({ reason }) => reason === 'forbidden')?.permission;
  if (data.lines.length === 0 && permission === undefined) return null;
  return (
    <SpaceBetween size="xxs">
      <Box variant="awsui-key-label">Errors in the log of the task</Box>
      {permission === undefined ? null : <Box>AWS refused to show it: {permission} is missing</Box>}
      {data.lines.map(({ id, text }) => (
        <Observed key={id}>{text}</Observed>
      ))}
      {data.more === 0 ? null : <Box>and {plural(data.more, 'further error')}: see the log lines</Box>}
    </SpaceBetween>
  );
}
