import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactElement } from 'react';
import type { JobPlanPage } from '../../data/plan-queries';
import { ListTable } from '../../parts/list-table';
import { plain } from '../../parts/plain-text';
import { plural } from '../../parts/quantities';

const pageSize = 15;

type Setting = JobPlanPage['taskSettings'][number];

interface Props {
  readonly title: string;
  /** Name of the text filter in the address. */
  readonly inAddress: string;
  readonly settings: readonly Setting[];
}

/** Settings that DMS gets, those of the job first, then the defaults. */
export function Settings({ title, inAddress, settings }: Props): ReactElement {
  const ordered = [...settings].sort((a, b) => Number(isDefault(a)) - Number(isDefault(b)));
  const own = settings.filter((one) => !isDefault(one)).length;
  return (
    <ListTable
      title={title}
      description={
        own === 0 ? 'All are defaults of Lakeferry' : `${plural(own, 'setting')} not as by default`
      }
      rows={ordered}
      pageSize={pageSize}
      columns={columns}
      trackBy="name"
      find={
        settings.length > pageSize
          ? {
              label: `Find ${title.replace(/^S/, 's')}`,
              noun: 'setting',
              textsOf: ({ name }) => [name],
              name: inAddress,
            }
          : undefined
      }
      noMatch="No setting matches"
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
