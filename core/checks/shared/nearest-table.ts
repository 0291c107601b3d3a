import { nearestName } from '../../nearest-name';
import { fullTableName, type TableName } from '../../tables/table-name';

/** Searches the wanted schema first, then tables of the same name elsewhere, then all names. */
export function nearestTable(wanted: TableName, names: readonly TableName[]): TableName | undefined {
  const sameSchema = names.filter(({ schema }) => schema.toLowerCase() === wanted.schema.toLowerCase());
  const sameTable = names.find(({ table }) => table.toLowerCase() === wanted.table.toLowerCase());
  return (
    nearest(wanted, sameSchema, ({ table }) => table) ?? sameTable ?? nearest(wanted, names, fullTableName)
  );
}

function nearest(
  wanted: TableName,
  names: readonly TableName[],
  textOf: (name: TableName) => string,
): TableName | undefined {
  const text = nearestName(textOf(wanted), names.map(textOf));
  return text === undefined ? undefined : names.find((name) => textOf(name) === text);
}
