import type { TableName } from '../../tables/table-name';
import { glueParameters, type Partitions } from './glue-table';

export interface ProjectedPlace {
  /** Folder of the table, up to the first folder of dates, with a slash at the end. */
  readonly folder: string;
  readonly partitions: Partitions;
}

/**
 * Folder and partitions of a table in the lake. Athena computes the partitions from the layout instead of listing them, so no
 * partition has to be added. A year (or a whole date) ranges up to the present, the other keys are numbers of two digits.
 * A key whose name is a column of the table gets a prefix.
 * In `{schema}/{table}/year={year}`, segments without dates belong to the folder.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
export function projectedPlace(given: {
  readonly bucket: string;
  readonly prefix: string;
  readonly lowerCase: boolean;
  readonly layout: string;
  /** As staged. */
  readonly table: TableName;
  readonly columns: readonly string[];
  readonly firstYear: number;
}): ProjectedPlace {
  const named = (text: string): string => (given.lowerCase ? text.toLowerCase() : text);
  const segments = given.layout
    .replaceAll('{schema}', () => named(given.table.schema))
    .replaceAll('{table}', () => named(given.table.table))
    .split('/');
  const firstDated = segments.findIndex((segment) => datePlace.test(segment));
  const dated = firstDated < 0 ? [] : segments.slice(firstDated);
  const folder = `${[given.prefix, ...segments.slice(0, segments.length - dated.length)].join('/')}/`;
  if (dated.length === 0) return { folder, partitions: { keys: [], parameters: {} } };

  const keys = new Map<string, Key>();
  const taken = new Set(given.columns.map((name) => name.toLowerCase()));
  const keyOf = (wanted: string, kind: Key['kind']): string => {
    const name = taken.has(wanted) ? `partition_${wanted}` : wanted;
    keys.set(name, { name, kind });
    return `\${${name}}`;
  };
  const template = dated
    .map((segment) =>
      segment
        .replace(/(?:^([A-Za-z_]+)=)?\{year\}-\{month\}-\{day\}/, (_, name: string | undefined) => {
          const key = keyOf((name ?? 'dt').toLowerCase(), 'date');
          return name === undefined ? key : `${name}=${key}`;
        })
        .replace(/\{(year|month|day|hour)\}/g, (_, place: string) =>
          keyOf(place, isNumber(place) ? place : 'year'),
        ),
    )
    .join('/');
  return {
    folder,
    partitions: {
      keys: [...keys.values()].map(({ name, kind }) => ({
        Name: name,
        Type: isNumber(kind) ? 'int' : 'string',
      })),
      parameters: {
        'projection.enabled': 'true',
        [glueParameters.firstYear]: String(given.firstYear),
        'storage.location.template': `s3://${given.bucket}/${folder}${template}/`,
        ...Object.assign({}, ...[...keys.values()].map((key) => projection(key, given.firstYear))),
      },
    },
  };
}

const datePlace = /\{(year|month|day|hour)\}/;

interface Key {
  readonly name: string;
  readonly kind: 'year' | 'date' | keyof typeof numbers;
}

const numbers = { month: '1,12', day: '1,31', hour: '0,23' } as const;

function isNumber(kind: string): kind is keyof typeof numbers {
  return kind in numbers;
}

/** Ranges end a day or year after Athena's NOW, because zones ahead of UTC reach the next date earlier. */
function projection({ name, kind }: Key, firstYear: number): Record<string, string> {
  const values: Readonly<Record<string, string>> = isNumber(kind)
    ? { type: 'integer', range: numbers[kind], digits: '2' }
    : kind === 'year'
      ? {
          type: 'date',
          format: 'yyyy',
          range: `${firstYear},NOW+1YEARS`,
          interval: '1',
          'interval.unit': 'YEARS',
        }
      : {
          type: 'date',
          format: 'yyyy-MM-dd',
          range: `${firstYear}-01-01,NOW+1DAYS`,
          interval: '1',
          'interval.unit': 'DAYS',
        };
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`projection.${name}.${key}`, value]),
  );
}
