import { useCollection } from '@cloudscape-design/collection-hooks';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import type { ReactElement } from 'react';
import type { JobPlanPage } from '../../data/plan-queries';
import { PageNumbers } from '../../parts/page-numbers';
import { plain } from '../../parts/plain-text';
import { plural } from '../../parts/quantities';

const pageSize = 15;

type Setting = JobPlanPage['taskSettings'][number];

interface Props {
  readonly title: string;
  readonly settings: readonly Setting[];
}

/** Settings that DMS gets, those of the job first, then the defaults. */
export function Settings({ title, settings }: Props): ReactElement {
  const ordered = [...settings].sort((a, b) => Number(isDefault(a)) - Number(isDefault(b)));
  const { items, collectionProps, filterProps, filteredItemsCount, paginationProps } = useCollection(
    ordered,
    {
      filtering: { filteringFunction: ({ name }, text) => name.toLowerCase().includes(text.toLowerCase()) },
      pagination: { pageSize },
      sorting: {},
    },
  );
  const own = settings.filter((one) => !isDefault(one)).length;
  return (
    <Table
      {...collectionProps}
      items={items}
      trackBy="name"
      columnDefinitions={columns}
      wrapLines
      header={
        <Header
          variant="h2"
          counter={`(${settings.length})`}
          description={
            own === 0 ? 'All are defaults of Lakeferry' : `${plural(own, 'setting')} not as by default`
          }
        >
          {title}
        </Header>
      }
      filter={
        settings.length > pageSize ? (
          <TextFilter
            {...filterProps}
            filteringAriaLabel={`Find ${title.toLowerCase()}`}
            filteringPlaceholder="Find settings"
            countText={plural(filteredItemsCount ?? 0, 'setting')}
          />
        ) : undefined
      }
      pagination={settings.length > pageSize ? <PageNumbers {...paginationProps} /> : undefined}
      empty={<Box textAlign="center">No settings</Box>}
      ariaLabels={{ tableLabel: title }}
    />
  );
}

function isDefault({ value, usual }: Setting): boolean {
  return value === usual;
}

const columns: TableProps.ColumnDefinition<Setting>[] = [
  {
    id: 'name',
    header: 'Setting',
    minWidth: 320,
    isRowHeader: true,
    sortingField: 'name',
    cell: ({ name }) => <bdi className="fact">{plain(name)}</bdi>,
  },
  {
    id: 'value',
    header: 'Value',
    minWidth: 160,
    cell: ({ value }) => <bdi className="fact">{plain(value)}</bdi>,
  },
  {
    id: 'usual',
    header: 'Default',
    minWidth: 140,
    cell: (setting) =>
      isDefault(setting) ? 'the same' : <bdi className="fact">{plain(setting.usual ?? 'not set')}</bdi>,
  },
];
