import type { Column } from '../data-type';

/**
 * SQL of the column as DMS writes it into CSV. Infinite times become the latest and earliest that other
 * systems can store.
 */
export function csvSql({ sql, type }: Column): string {
  switch (type.kind) {
    case 'boolean':
      return `(${sql})::text`;
    case 'date':
      return `CASE ${sql} WHEN 'infinity' THEN '9999-12-31' WHEN '-infinity' THEN '0001-01-01' ELSE ${sql}::text END`;
    case 'datetime':
      // Six decimals. Appending them costs half as much as to_char, which would take most of a load's time.
      return [
        `CASE WHEN ${sql} >= '0001-01-01' AND ${sql} < '10000-01-01'`,
        `THEN CASE WHEN ${sql}::timestamp(0) = ${sql} THEN ${sql}::text || '.000000' ELSE left(${sql}::text || '00000', 26) END`,
        `WHEN ${sql} = 'infinity' THEN '9999-12-31 23:59:59.000000'`,
        `WHEN ${sql} = '-infinity' THEN '0001-01-01 00:00:00.000000'`,
        `ELSE ${sql}::text END`,
      ].join(' ');
    case 'blob':
      return `encode(${sql}, 'hex')`;
    case 'int':
    case 'real':
    case 'numeric':
    case 'time':
    case 'string':
    case 'nclob':
      return sql;
  }
}
