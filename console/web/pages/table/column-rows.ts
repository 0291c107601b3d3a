/** Column on its way from the source to the lake. */
interface Way {
  readonly source?:
    | {
        readonly name: string;
        readonly type: string;
        readonly length?: number | undefined;
        readonly precision?: number | undefined;
        readonly scale?: number | undefined;
        readonly nullable: boolean;
      }
    | undefined;
  readonly lake?: Found | undefined;
}

interface Found {
  readonly name: string;
  readonly type: string;
}

/** One column at both ends. */
export interface ColumnRow {
  readonly id: string;
  /** Name in the source; absent for a column that is added on the way. */
  readonly source?: string;
  readonly type?: string;
  readonly nullable?: boolean;
  /** Place in the primary key, from 1. */
  readonly key?: number;
  /** Name in the lake; absent for a column that is left out. */
  readonly lake?: string;
  /** Type with which the next load writes it. */
  readonly next?: string;
  /** Type that readers find now. */
  readonly found?: string;
}

/** Columns of both ends: those of the source and the next load, then those that only readers find. */
export function columnRows(
  { columns, primaryKey }: { readonly columns: readonly Way[]; readonly primaryKey: readonly string[] },
  lake: { readonly columns: readonly Found[] } | undefined,
): readonly ColumnRow[] {
  const found = new Map(lake?.columns.map(({ name, type }) => [name.toLowerCase(), type]));
  const known = new Set(columns.map((way) => way.lake?.name.toLowerCase()));
  const rows = columns.map((way) => rowOf(way, primaryKey, found));
  const others = (lake?.columns ?? []).filter(({ name }) => !known.has(name.toLowerCase()));
  return [...rows, ...others.map(({ name, type }) => ({ id: `lake ${name}`, lake: name, found: type }))];
}

function rowOf(
  { source, lake }: Way,
  primaryKey: readonly string[],
  found: ReadonlyMap<string, string>,
): ColumnRow {
  const key = source === undefined ? -1 : primaryKey.indexOf(source.name);
  const type = lake === undefined ? undefined : found.get(lake.name.toLowerCase());
  return {
    id: source === undefined ? `lake ${lake?.name ?? ''}` : `source ${source.name}`,
    ...(source === undefined
      ? {}
      : { source: source.name, type: typeText(source), nullable: source.nullable }),
    ...(key < 0 ? {} : { key: key + 1 }),
    ...(lake === undefined ? {} : { lake: lake.name, next: lake.type }),
    ...(type === undefined ? {} : { found: type }),
  };
}

/** `numeric(10,2)` */
function typeText({ type, length, precision, scale }: NonNullable<Way['source']>): string {
  const sizes = [length ?? precision, length === undefined ? scale : undefined].filter(
    (size) => size !== undefined,
  );
  return sizes.length === 0 || type.includes('(') ? type : `${type}(${sizes.join(',')})`;
}
