import type { Query, QueryResults } from '../query/query';
import { numberOf, rowsOf, textOf } from '../query/query-results';
import { identifier, type TableName } from './names';

/** Types whose longest value decides about the LOB mode (O3). LONG and LONG RAW have no length function. */
const lobTypes: ReadonlySet<string> = new Set(['clob', 'nclob', 'blob']);
export const isLob = (type: string): boolean =>
  lobTypes.has(type) || ['long', 'long raw', 'xmltype', 'bfile'].includes(type);

/** Of a table with more rows only a sample is read. */
const rowsRead = 10_000;
/** Columns measured in one statement; the others are said to be unmeasured. */
const mostColumns = 200;
const patience = 30;

export interface LobColumn extends TableName {
  readonly column: string;
  readonly type: string;
  readonly rows?: number | undefined;
}

export interface MeasuredLob extends LobColumn {
  readonly longestBytes?: number;
  readonly sampled: boolean;
}

/** One statement for all of them; none where there is nothing to measure. */
export function lobQuery(columns: readonly LobColumn[]): readonly Query[] {
  const parts = measurable(columns).flatMap((column, index) => {
    const names = [column.schema, column.table, column.column].map(identifier);
    if (names.includes(undefined)) return [];
    const [schema, table, name] = names;
    return [
      `SELECT ${index} AS place, MAX(DBMS_LOB.GETLENGTH(${name})) AS longest FROM ${schema}.${table}${sample(column)}`,
    ];
  });
  if (parts.length === 0) return [];
  return [{ id: 'lobs', sql: parts.join(' UNION ALL '), binds: [], timeoutSeconds: patience }];
}

/** Lengths of CLOBs are characters: at most four bytes each in UTF-8, two of the database's own for a CLOB in AL32UTF8. */
export function measuredLobs(columns: readonly LobColumn[], results: QueryResults): readonly MeasuredLob[] {
  const longest = new Map(
    rowsOf(results, 'lobs').map((row) => [textOf(row, 'place') ?? '', numberOf(row, 'longest')]),
  );
  const places = new Map(measurable(columns).map((column, index) => [column, String(index)]));
  return columns.map((column) => {
    const place = places.get(column);
    const length = place === undefined ? undefined : longest.get(place);
    return {
      ...column,
      ...(length === undefined
        ? {}
        : { longestBytes: length * (column.type === 'blob' ? 1 : bytesPerCharacter) }),
      sampled: sample(column) !== '',
    };
  });
}

/** DMS sizes character LOBs in bytes; the guide asks for twice the characters, four times where they lie outside the BMP. */
const bytesPerCharacter = 2;

function measurable(columns: readonly LobColumn[]): readonly LobColumn[] {
  return columns.filter(({ type }) => lobTypes.has(type)).slice(0, mostColumns);
}

function sample({ rows }: LobColumn): string {
  if (rows === undefined || rows <= rowsRead) return '';
  return ` SAMPLE (${Math.max(0.000_001, (100 * rowsRead) / rows).toFixed(6)})`;
}
