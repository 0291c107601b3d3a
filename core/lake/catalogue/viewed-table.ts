import { glueParameters } from './glue-table';
import type { ViewedTable } from './views';

/** Parameter of a Glue table that is not as Lakeferry wrote it. */
export class UnreadableParameter extends Error {
  override readonly name = 'UnreadableParameter';
}

/**
 * Glue table of Lakeferry, with what its views need. Undefined for a table of somebody else. `hasLoadList`: the database has a list
 * of the newest loads. Throws `UnreadableParameter`.
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
  const types = listOf(parameters, glueParameters.types);
  return {
    database,
    name,
    kind,
    columns: columns.map((column, index) => ({ name: column.name, type: types[index] ?? column.type })),
    nullValue: parameters[glueParameters.nullValue],
    primaryKey: listOf(parameters, glueParameters.primaryKey),
    operation: parameters[glueParameters.operation],
    timestamp: parameters[glueParameters.timestamp],
    sequence: parameters[glueParameters.sequence],
    ...(parameters[glueParameters.partitions] === 'true' ? { isPartitioned: true } : {}),
    ...(isListed ? { loads: { job, source } } : {}),
  };
}

/** Viewed table, or the reason why it cannot be read: one such table must not hide the others. */
export function readViewedTable(
  ...[database, found, hasLoadList]: Parameters<typeof viewedTable>
): ViewedTable | UnreadableParameter | undefined {
  try {
    return viewedTable(database, found, hasLoadList);
  } catch (error) {
    if (error instanceof UnreadableParameter) return error;
    throw error;
  }
}

function listOf(parameters: Readonly<Record<string, string>>, parameter: string): readonly string[] {
  const json = parameters[parameter];
  const value = json === undefined ? [] : jsonOf(json);
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw new UnreadableParameter(
    `its parameter ${parameter} is not a list of texts in JSON; remove the table from the catalogue, and the next run of its job writes it again`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
