import type { SqlDialect } from '../engine-traits';

export const mysqlDialect: SqlDialect = {
  identifier: (name) => `\`${name.replaceAll('\0', '').replaceAll('`', '``')}\``,
  // MySQL reads a backslash in a literal as an escape character, unless NO_BACKSLASH_ESCAPES is
  // set.
  literal: (text) => `'${text.replaceAll('\0', '').replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
  addRowId: 'ADD COLUMN row_id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY',
};
