import type { AddedType } from '../mapping/rules';
import { name } from '../mapping/sql';

/** DMS's type of a column, as far as files differ by it. */
export type DataType =
  | { readonly kind: 'int'; readonly bytes: 2 | 4 | 8 }
  | { readonly kind: 'real'; readonly bytes: 4 | 8 }
  | { readonly kind: 'numeric'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'date' }
  | { readonly kind: 'time' }
  | { readonly kind: 'datetime' }
  | { readonly kind: 'string' }
  | { readonly kind: 'nclob' }
  | { readonly kind: 'blob' };

export interface Column {
  /** Name in the file. */
  readonly name: string;
  readonly type: DataType;
  /**
   * SQL whose PostgreSQL type belongs to `type`: int2/4/8, float4/8, numeric, bool, date, time, timestamp,
   * text, bytea.
   */
  readonly sql: string;
  /** Column of the source. Undefined for a column that a rule adds. */
  readonly source?: SourceColumn;
  /** Column that DMS adds to a file, which is never NULL. */
  readonly isRequired?: true;
}

/** Column of the source in its catalog. Domains are replaced by their base types. */
export interface SourceColumn {
  readonly name: string;
  /** `pg_type.typname`, such as `int4`. */
  readonly typeName: string;
  /** `pg_type.typcategory`. `A` is an array. */
  readonly category: string;
  readonly modifier: number;
}

export interface SourceTypeSettings {
  readonly mapBooleanAsBoolean: boolean;
  readonly mapUnboundedNumericAsString: boolean;
}

const string: DataType = { kind: 'string' };

/** DMS type of a PostgreSQL column (user guide, "Source data types for PostgreSQL"). */
export function dmsColumn(column: SourceColumn, target: string, settings: SourceTypeSettings): Column {
  const source = name(column.name);
  const as = (type: DataType, sql: string = source): Column => ({ name: target, type, sql });
  if (column.category === 'A') return as({ kind: 'nclob' }, `${source}::text`);
  switch (column.typeName) {
    case 'int2':
      return as({ kind: 'int', bytes: 2 });
    case 'int4':
      return as({ kind: 'int', bytes: 4 });
    case 'int8':
      return as({ kind: 'int', bytes: 8 });
    case 'oid':
      return as({ kind: 'int', bytes: 8 }, `${source}::int8`);
    case 'float4':
      return as({ kind: 'real', bytes: 4 });
    case 'float8':
      return as({ kind: 'real', bytes: 8 });
    case 'numeric':
      return numericColumn(column.modifier, as, source, settings);
    case 'money':
      return as({ kind: 'numeric', precision: 38, scale: 4 }, `${source}::numeric(38,4)`);
    case 'bool':
      return settings.mapBooleanAsBoolean ? as({ kind: 'boolean' }) : as(string, `${source}::text`);
    case 'date':
      return as({ kind: 'date' });
    case 'time':
      return as({ kind: 'time' });
    case 'timetz':
      return as({ kind: 'time' }, `(${source} AT TIME ZONE 'UTC')::time`);
    case 'timestamp':
      return as({ kind: 'datetime' });
    case 'timestamptz':
      // The session's time zone is UTC. The cast is faster than AT TIME ZONE.
      return as({ kind: 'datetime' }, `(${source})::timestamp`);
    case 'text':
    case 'citext':
    case 'json':
    case 'jsonb':
    case 'xml':
    case 'hstore':
      return as({ kind: 'nclob' }, column.typeName === 'text' ? source : `${source}::text`);
    case 'bytea':
      return as({ kind: 'blob' });
    default:
      return as(string, `${source}::text`);
  }
}

function numericColumn(
  modifier: number,
  as: (type: DataType, sql?: string) => Column,
  source: string,
  settings: SourceTypeSettings,
): Column {
  if (modifier < 4) {
    if (settings.mapUnboundedNumericAsString) return as(string, `${source}::text`);
    return as({ kind: 'numeric', precision: 28, scale: 6 }, `trunc(${source}, 6)`);
  }
  // Modifier of a numeric: precision in the upper 16 bits, scale (11 bits, signed) in the lower, plus 4.
  const precision = ((modifier - 4) >> 16) & 0xffff;
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  const digits = Math.max(precision, scale, precision - scale);
  if (digits > 38) return as(string, `${source}::text`);
  return as({ kind: 'numeric', precision: digits, scale: Math.max(scale, 0) });
}

/** Column of an add-column rule. `sql` is the translated expression. */
export function addedColumn(target: string, type: AddedType, sql: string): Column {
  const as = (dataType: DataType, cast: string): Column => ({
    name: target,
    type: dataType,
    sql: `${sql}::${cast}`,
  });
  switch (type.type) {
    case 'string':
    case 'wstring':
      return as(string, type.length === undefined ? 'text' : `varchar(${type.length})::text`);
    case 'int1':
    case 'int2':
      return as({ kind: 'int', bytes: 2 }, 'int2');
    case 'int4':
      return as({ kind: 'int', bytes: 4 }, 'int4');
    case 'int8':
      return as({ kind: 'int', bytes: 8 }, 'int8');
    case 'numeric': {
      const [precision, scale] = [type.precision ?? 28, type.scale ?? 6];
      return as({ kind: 'numeric', precision, scale }, `numeric(${precision},${scale})`);
    }
    case 'real4':
      return as({ kind: 'real', bytes: 4 }, 'float4');
    case 'real8':
      return as({ kind: 'real', bytes: 8 }, 'float8');
    case 'boolean':
      return as({ kind: 'boolean' }, 'bool');
    case 'date':
      return as({ kind: 'date' }, 'date');
    case 'datetime':
      return as({ kind: 'datetime' }, 'timestamp');
  }
}

export const isLob = (type: DataType): boolean => type.kind === 'nclob' || type.kind === 'blob';
