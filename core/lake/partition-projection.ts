import type { Partitions } from './glue-table';

/** A folder level below the table's own, such as `year=` and the places of its value. */
export interface PartitionLevel {
  readonly name: string;
  readonly place: 'YYYY' | 'MM' | 'DD' | 'HH' | 'YYYY-MM-DD';
}

/**
 * Partitions that Athena reckons instead of looking them up, so that nobody has to add any: a year (or a day) ends at the present, the
 * rest are whole numbers of two digits. A key bears another name where the table has a column of its name.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
export function projected(
  levels: readonly PartitionLevel[],
  given: { readonly location: string; readonly columns: readonly string[]; readonly firstYear: number },
): Partitions {
  const taken = new Set(given.columns.map((name) => name.toLowerCase()));
  const keys = levels.map(({ name, place }) => ({
    place,
    folder: name,
    name: taken.has(name.toLowerCase()) ? `partition_${name.toLowerCase()}` : name.toLowerCase(),
  }));
  const template = keys.map(({ folder, name }) => `${folder}=$${${name}}/`).join('');
  return {
    keys: keys.map(({ name, place }) => ({ Name: name, Type: place in numbers ? 'int' : 'string' })),
    parameters: {
      'projection.enabled': 'true',
      'storage.location.template': `${given.location}${template}`,
      ...Object.assign({}, ...keys.map(({ name, place }) => projection(name, place, given.firstYear))),
    },
  };
}

const numbers: Readonly<Record<string, string>> = { MM: '1,12', DD: '1,31', HH: '0,23' };

/** A zone ahead of UTC has tomorrow, and next year, before Athena's NOW does. */
function projection(name: string, place: PartitionLevel['place'], firstYear: number): Record<string, string> {
  const of = (values: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [`projection.${name}.${key}`, value]));
  if (place === 'YYYY')
    return of({
      type: 'date',
      format: 'yyyy',
      range: `${firstYear},NOW+1YEARS`,
      interval: '1',
      'interval.unit': 'YEARS',
    });
  if (place === 'YYYY-MM-DD')
    return of({
      type: 'date',
      format: 'yyyy-MM-dd',
      range: `${firstYear}-01-01,NOW+1DAYS`,
      interval: '1',
      'interval.unit': 'DAYS',
    });
  return of({ type: 'integer', range: numbers[place] ?? '0,99', digits: '2' });
}
