import type { TableFilter } from '../../tables/table-filter';
import type { Finding } from '../reading/problem';

/** Values that do not fit the filter operator. */
export function checkFilters(path: readonly PropertyKey[], filters: readonly TableFilter[]): Finding[] {
  return filters.flatMap((filter, index) => {
    const wrong = wrongValues(filter);
    if (wrong === undefined) return [];
    return [
      {
        path: [...path, index],
        message: `the filter on "${filter.column}" ${wrong}`,
        value: filter.operator,
      },
    ];
  });
}

function wrongValues({ operator, value, values }: TableFilter): string | undefined {
  switch (operator) {
    case 'eq':
      if ((value === undefined) === (values === undefined)) return 'needs either value or values for eq';
      return undefined;
    case 'noteq':
    case 'gte':
    case 'lte':
      if (value === undefined || values !== undefined) return `needs one value for ${operator}`;
      return undefined;
    case 'between':
    case 'notbetween':
      if (value !== undefined || values?.length !== 2)
        return `needs values with the two ends for ${operator}, such as values: [1, 10]`;
      return undefined;
    case 'null':
    case 'notnull':
      if (value !== undefined || values !== undefined) return `must not have a value for ${operator}`;
      return undefined;
  }
}
