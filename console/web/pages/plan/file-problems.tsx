import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { FileProblem } from '../../data/plan-queries';
import { ListTable } from '../../parts/list-table';
import { plain } from '../../parts/plain-text';
import { plural } from '../../parts/quantities';

/** Problems of the files, each with its place and what to write instead. */
export function FileProblems({ problems }: { readonly problems: readonly FileProblem[] }): ReactElement {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return (
    <SpaceBetween size="m">
      {errors === 0 ? null : (
        <Alert type="error" header={`The files are invalid: ${plural(errors, 'error')}`}>
          They have no plan until these are fixed, so nothing is compared. What is deployed is below.
        </Alert>
      )}
      <ListTable
        title={errors === 0 ? 'Warnings' : 'Problems of the files'}
        label="Problems of the files"
        variant="borderless"
        rows={problems}
        pageSize={20}
        columns={columns}
        trackBy={({ file, line, column, message }) => `${file}:${line}:${column} ${message}`}
      />
    </SpaceBetween>
  );
}

const columns: TableProps.ColumnDefinition<FileProblem>[] = [
  {
    id: 'place',
    header: 'Place',
    isRowHeader: true,
    minWidth: 200,
    cell: ({ file, line, column }) => <bdi className="fact">{plain(`${file}:${line}:${column}`)}</bdi>,
  },
  {
    id: 'severity',
    header: 'Severity',
    minWidth: 110,
    cell: ({ severity }) => <StatusIndicator type={severity}>{severity}</StatusIndicator>,
  },
  {
    id: 'problem',
    header: 'Problem',
    minWidth: 260,
    cell: ({ message, path }) => (
      <>
        <bdi>{plain(message)}</bdi>
        {path === '' ? null : (
          <Box variant="small">
            <bdi>{plain(path)}</bdi>
          </Box>
        )}
      </>
    ),
  },
  { id: 'fix', header: 'Fix', minWidth: 200, cell: ({ hint }) => <bdi>{plain(hint ?? '–')}</bdi> },
];
