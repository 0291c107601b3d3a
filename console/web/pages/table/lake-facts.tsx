import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import Spinner from '@cloudscape-design/components/spinner';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { LakeTable, TablePage } from '../../data/table-queries';
import { NotRead } from '../../parts/answer';
import { runHref } from '../../../../core/pages/hrefs';
import { Moment } from '../../parts/moment';
import { plain } from '../../parts/plain-text';
import { bytes, count, plural } from '../../parts/quantities';

interface Props {
  readonly page: TablePage;
  readonly lake: UseQueryResult<LakeTable | null>;
}

const ways = {
  snapshot: 'all tables of a load at once',
  arrival: 'each file when it arrives',
  none: 'nothing: the job does not load into the lake',
} as const;

/** Facts about the table at both ends. */
export function LakeFacts({ page: { seen, primaryKey, plan, runs }, lake }: Props): ReactElement {
  const newest = runs.find(({ rows }) => rows !== undefined);
  const items: KeyValuePairsProps.Item[] = [
    {
      label: 'Rows in the newest run',
      value: newest?.rows === undefined ? '–' : <Link href={runHref(newest.run)}>{count(newest.rows)}</Link>,
    },
    {
      label: 'Primary key',
      value: primaryKey.length === 0 ? 'none' : <bdi className="fact">{plain(primaryKey.join(', '))}</bdi>,
    },
    {
      label: 'Seen in the source',
      value:
        seen === undefined ? (
          'no source check has seen it'
        ) : (
          <>
            <Moment at={seen.seenAt} />, {seen.engine}
          </>
        ),
    },
    { label: 'Publishes', value: plan === undefined ? 'not known' : ways[plan.publishes] },
    { label: 'Readers have', value: <Readers lake={lake} /> },
  ];
  return (
    <Container header={<Header variant="h2">Facts</Header>}>
      <KeyValuePairs columns={3} items={items} />
    </Container>
  );
}

function Readers({ lake }: Pick<Props, 'lake'>): ReactElement {
  if (lake.isError) return <NotRead error={lake.error} />;
  if (lake.data === undefined) return <Spinner />;
  if (lake.data === null) return <>nothing yet</>;
  const { rows, files, bytes: size, location } = lake.data;
  return (
    <>
      {rows === undefined || files === undefined || size === undefined ? null : (
        <div>{`${plural(rows, 'row')}, ${plural(files, 'file')}, ${bytes(size)}`}</div>
      )}
      <div className="fact">{plain(location)}</div>
    </>
  );
}
