import type { SqlDialect } from '../engine-traits';

export const sqlServerDialect: SqlDialect = {
  identifier: (name) => `[${name.replaceAll('\0', '').replaceAll(']', ']]')}]`,
  literal: (text) => `N'${text.replaceAll('\0', '').replaceAll("'", "''")}'`,
  addRowId: 'ADD row_id BIGINT IDENTITY PRIMARY KEY',
};
