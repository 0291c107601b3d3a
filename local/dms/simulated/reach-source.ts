import { SourceLostError } from '../load/failures';
import type { SourceTable } from '../mapping/selection';
import type { SimulatedRows, SimulatedSource, SimulatedTable } from './simulated-rows';

/** Returns the source of a task as it is now. Throws SourceLostError for one that cannot be reached. */
export type ReachSource = () => SimulatedSource;

export function reachSource(rows: SimulatedRows, endpointIdentifier: string): ReachSource {
  return () => {
    const source = rows.source(endpointIdentifier);
    const problem = source === undefined ? 'Name or service not known' : source.problem;
    if (source === undefined || problem !== undefined)
      throw new SourceLostError(`Cannot connect to the source database: ${problem}`);
    return source;
  };
}

export function sourceTables({ tables }: SimulatedSource): readonly SourceTable[] {
  return tables.map(({ schema, table, rows }) => ({ schema, table, kind: 'table', estimatedRows: rows }));
}

export function findTable(
  source: SimulatedSource,
  wanted: { readonly schema: string; readonly table: string },
): SimulatedTable | undefined {
  return source.tables.find(({ schema, table }) => schema === wanted.schema && table === wanted.table);
}
