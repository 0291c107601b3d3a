import type { SqlDialect } from '../engine-traits';

export const oracleDialect: SqlDialect = {
  // Oracle has no way to write a double quote inside a name.
  identifier: (name) => `"${name.replaceAll(/["\0]/g, '')}"`,
  literal: (text) => `'${text.replaceAll('\0', '').replaceAll("'", "''")}'`,
  addRowId: 'ADD (row_id NUMBER(19) GENERATED ALWAYS AS IDENTITY PRIMARY KEY)',
};

/**
 * Returns a name as an identifier. Undefined for text that cannot be one: names of Oracle hold
 * neither double quotes nor NUL.
 */
export function oracleIdentifier(name: string): string | undefined {
  const isName = name !== '' && !/["\0]/.test(name);
  return isName ? oracleDialect.identifier(name) : undefined;
}
