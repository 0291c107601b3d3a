import type { Column } from './data-type';

/**
 * SQL that cuts a LOB at `limitKb`, for limited LOB mode. The guide counts two bytes per character of an
 * NCLOB.
 */
export function limitLob(column: Column, limitKb: number): Column {
  const { sql, type } = column;
  if (type.kind === 'blob') {
    const bytes = limitKb * 1024;
    return {
      ...column,
      sql: `CASE WHEN octet_length(${sql}) > ${bytes} THEN substring(${sql} FROM 1 FOR ${bytes}) ELSE ${sql} END`,
    };
  }
  if (type.kind === 'nclob') {
    const characters = limitKb * 512;
    return {
      ...column,
      sql: `CASE WHEN octet_length(${sql}) > ${characters} THEN left(${sql}, ${characters}) ELSE ${sql} END`,
    };
  }
  return column;
}
