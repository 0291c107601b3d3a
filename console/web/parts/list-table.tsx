import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactElement, ReactNode } from 'react';
import { FindText } from './find-text';
import { hasText } from './has-text';
import { PageNumbers } from './page-numbers';
import { plural } from './quantities';
import { useAddressFilter } from './use-address-filter';

/** Text filter of a table, which is part of the address. */
export interface Find<Row> {
  readonly label: string;
  /** Name of one row, which is counted. */
  readonly noun: string;
  readonly textsOf: (row: Row) => readonly string[];
  /** Name in the address, where it is not `text`. */
  readonly name?: string;
}

interface Props<Row> {
  readonly title: string;
  /** Name of the table, where it is not the title. */
  readonly label?: string;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly variant?: 'container' | 'borderless';
  readonly rows: readonly Row[];
  /** Number of all rows, where `rows` has only some. */
  readonly total?: number;
  readonly pageSize: number;
  readonly columns: readonly TableProps.ColumnDefinition<Row>[];
  readonly trackBy: NonNullable<TableProps<Row>['trackBy']>;
  readonly stickyColumns?: TableProps.StickyColumns;
  readonly find?: Find<Row> | undefined;
  /** Further filter of the page, beside the text filter. */
  readonly filter?: ReactElement;
  /** Content without rows. */
  readonly empty?: ReactNode;
  /** Content where a filter finds no row. */
  readonly noMatch?: string;
}

/** Table of a list: sorted, in pages, with a text filter where one is useful. */
export function ListTable<Row>({
  title,
  label = title,
  description,
  actions,
  variant = 'container',
  rows,
  total = rows.length,
  pageSize,
  columns,
  trackBy,
  stickyColumns,
  find,
  filter,
  empty,
  noMatch,
}: Props<Row>): ReactElement {
  const name = find?.name ?? 'text';
  const [{ [name]: text = '' }, change] = useAddressFilter(name);
  const found = find === undefined ? rows : rows.filter((row) => hasText(find.textsOf(row), text));
  const { items, collectionProps, paginationProps } = useCollection<Row>(found, {
    pagination: { pageSize },
    sorting: {},
  });
  const findText =
    find === undefined || total === 0 ? undefined : (
      <FindText
        label={find.label}
        text={text}
        found={plural(found.length, find.noun)}
        change={(wanted) => change({ [name]: wanted })}
        beside={filter}
      />
    );
  return (
    <Table<Row>
      {...collectionProps}
      variant={variant}
      items={items}
      trackBy={trackBy}
      columnDefinitions={columns}
      wrapLines
      {...(stickyColumns === undefined ? {} : { stickyColumns })}
      header={
        <Header
          variant={variant === 'container' ? 'h2' : 'h3'}
          counter={`(${total})`}
          description={description}
          actions={actions}
        >
          {title}
        </Header>
      }
      filter={findText}
      pagination={found.length > pageSize ? <PageNumbers {...paginationProps} /> : undefined}
      empty={<Box textAlign="center">{total === 0 ? empty : noMatch}</Box>}
      ariaLabels={{ tableLabel: label }}
    />
  );
}
