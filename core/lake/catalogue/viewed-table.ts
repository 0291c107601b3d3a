import { glueParameters } from './glue-table';
import type { ViewedTable } from './views';

/**
 * Glue table of Lakeferry, with what its views need. Undefined for a table of somebody else. `hasLoadList`: the database has a list
 * of the newest loads.
 */
export function viewedTable(
  database: string,
  found: {
    readonly name: string;
    readonly columns: readonly { readonly name: string; readonly type: string }[];
    readonly parameters: Readonly<Record<string, string>>;
  },
  hasLoadList = false,
): ViewedTable | undefined {
  const { name, columns, parameters } = found;
  const kind = parameters[glueParameters.kind];
  if (kind !== 'snapshot' && kind !== 'arrival') return undefined;
  const [job, source] = [parameters[glueParameters.job], parameters[glueParameters.source]];
  const isListed = hasLoadList && kind === 'arrival' && job !== undefined && source !== undefined;
  const types = listOf(parameters[glueParameters.types]);
  return {
    database,
    name,
    kind,
    columns: columns.map((column, index) => ({ name: column.name, type: types[index] ?? column.type })),
    nullValue: parameters[glueParameters.nullValue],
    primaryKey: listOf(parameters[glueParameters.primaryKey]),
    operation: parameters[glueParameters.operation],
    timestamp: parameters[glueParameters.timestamp],
    sequence: parameters[glueParameters.sequence],
    ...(isListed ? { loads: { job, source } } : {}),
  };
}

function listOf(json: string | undefined): readonly string[] {
  const value: unknown = json === undefined ? [] : JSON.parse(json);
  return Array.isArray(value) ? value.map(String) : [];
}
