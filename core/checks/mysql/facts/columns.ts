import type { Column } from '../../facts/column-types';
import type { Row } from '../../query/query';
import { numberOf, textOf } from '../../query/query-results';

const fractionTypes: readonly string[] = ['datetime', 'timestamp', 'time'];
const integerTypes: readonly string[] = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint'];

export function columnOf(row: Row): Column {
  const type = (textOf(row, 'data_type') ?? '').toLowerCase();
  const length = lengthOf(row, type);
  const isDecimal = type === 'decimal';
  const timeDigits = fractionTypes.includes(type) ? numberOf(row, 'time_digits') : undefined;
  const [precision, scale] = [numberOf(row, 'number_precision'), numberOf(row, 'number_scale')];
  return {
    name: textOf(row, 'column_name') ?? '',
    type: isUnsigned(row, type) ? `${type} unsigned` : type,
    nullable: textOf(row, 'is_nullable') === 'YES',
    ...(length === undefined ? {} : { length }),
    ...(isDecimal && precision !== undefined ? { precision } : {}),
    ...(isDecimal && scale !== undefined ? { scale } : {}),
    ...(timeDigits === undefined || timeDigits === 0 ? {} : { scale: timeDigits }),
  };
}

/** Only COLUMN_TYPE shows it. DMS reads an unsigned integer as another type; other numbers keep theirs. */
function isUnsigned(row: Row, type: string): boolean {
  return integerTypes.includes(type) && /\bunsigned\b/i.test(textOf(row, 'column_type') ?? '');
}

/** COLUMNS.PRIVILEGES lists what the login may do with the column, by any grant or role. */
export function isReadable(row: Row): boolean {
  return (textOf(row, 'privileges') ?? '').toLowerCase().split(',').includes('select');
}

function lengthOf(row: Row, type: string): number | undefined {
  if (type === 'bit') return numberOf(row, 'number_precision');
  return ['char', 'varchar', 'binary', 'varbinary'].includes(type) ? numberOf(row, 'length') : undefined;
}
