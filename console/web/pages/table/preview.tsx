import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { type ReactElement, useState } from 'react';
import { useAbout } from '../../data/queries';
import { isReport } from '../../data/report';
import { type Preview as Rows, type TableOfPage, usePreview } from '../../data/table-queries';
import { Answer } from '../../parts/answer';
import { Command } from '../../parts/command';
import { plain } from '../../parts/plain-text';
import { plural } from '../../parts/quantities';

/** Some rows of the lake, which are read when a person asks for them. A report has none. */
export function Preview({ of }: { readonly of: TableOfPage }): ReactElement | null {
  const { data: about } = useAbout();
  const [wanted, want] = useState(false);
  const query = usePreview(of, wanted);
  if (isReport || about === undefined) return null;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="At most 50 rows, read with your own permissions. No value is kept."
          actions={
            about.preview ? (
              <Button loading={query.isFetching} onClick={() => (wanted ? void query.refetch() : want(true))}>
                Show rows
              </Button>
            ) : undefined
          }
        >
          Rows in the lake
        </Header>
      }
    >
      {about.preview ? (
        wanted ? (
          <Answer query={query}>{(rows) => <Shown rows={rows} />}</Answer>
        ) : (
          <Box color="text-body-secondary">No row is read until you ask for it.</Box>
        )
      ) : (
        <SpaceBetween size="xs">
          <Box>This console shows no rows: start it with an option.</Box>
          <Command>lakeferry console --preview</Command>
        </SpaceBetween>
      )}
    </Container>
  );
}

type Row = { readonly id: number; readonly values: Rows['rows'][number] };

function Shown({ rows: { columns, rows, of, files, filesRead } }: { readonly rows: Rows }): ReactElement {
  const items: readonly Row[] = rows.map((values, id) => ({ id, values }));
  return (
    <SpaceBetween size="s">
      <Box color="text-body-secondary">
        {of === 'changes' ? 'Changes as they arrived, the newest files first: ' : ''}
        {plural(rows.length, 'row')} from {filesRead} of {plural(files, 'file')}
      </Box>
      <Table
        variant="embedded"
        items={items}
        trackBy={({ id }) => String(id)}
        columnDefinitions={columns.map((name, place) => ({
          id: `${place}`,
          header: <bdi className="fact">{plain(name)}</bdi>,
          isRowHeader: place === 0,
          minWidth: 120,
          maxWidth: 320,
          cell: ({ values }: Row) => <Value>{values[place] ?? null}</Value>,
        }))}
        wrapLines
        empty={<Box textAlign="center">The table has no rows</Box>}
        ariaLabels={{ tableLabel: 'Rows in the lake' }}
      />
    </SpaceBetween>
  );
}

function Value({ children }: { readonly children: string | null }): ReactElement {
  if (children === null) return <Box color="text-body-secondary">NULL</Box>;
  return <bdi className="fact">{plain(children)}</bdi>;
}
