import * as z from 'zod/mini';
import type { SourceFacts } from '../checks/facts/source-facts';
import { CheckFinding } from '../checks/report/check-report';
import { sourceEngines } from '../model/source-engine';

/** A source, as a look at it without a job finds it. */
export const Discovered = z.object({
  connection: z.string(),
  engine: z.enum(sourceEngines),
  version: z.string(),
  tables: z.array(
    z.object({
      schema: z.string(),
      table: z.string(),
      kind: z.string(),
      columns: z.number(),
      rows: z.optional(z.number()),
      bytes: z.optional(z.number()),
      primaryKey: z.array(z.string()),
      /** How many unique keys there are besides. */
      uniqueKeys: z.number(),
      lobs: z.array(z.object({ column: z.string(), longestBytes: z.optional(z.number()) })),
      readable: z.optional(z.boolean()),
    }),
  ),
  /** What keeps the source as a whole from giving changes; empty where nothing does. */
  noChanges: z.array(CheckFinding),
});
export type Discovered = z.infer<typeof Discovered>;
export type DiscoveredTable = Discovered['tables'][number];

/** Narrow enough for one answer of a Lambda (6 MB): some ten thousand tables. */
export function discoveredOf(
  about: { readonly connection: string; readonly engine: Discovered['engine'] },
  facts: SourceFacts,
  findings: readonly CheckFinding[],
): Discovered {
  return {
    ...about,
    version: facts.version,
    tables: facts.tables
      .map(
        ({
          schema,
          table,
          kind,
          columns,
          rowsEstimated,
          bytes,
          primaryKey,
          uniqueKeys,
          lobColumns,
          readable,
        }) => ({
          schema,
          table,
          kind,
          columns: columns.length,
          ...(rowsEstimated === undefined ? {} : { rows: rowsEstimated }),
          ...(bytes === undefined ? {} : { bytes }),
          primaryKey: [...primaryKey],
          uniqueKeys: uniqueKeys.length,
          lobs: lobColumns.map(({ name, longestBytes }) => ({
            column: name,
            ...(longestBytes === undefined ? {} : { longestBytes }),
          })),
          ...(readable === undefined ? {} : { readable }),
        }),
      )
      .sort((a, b) => compare(a.schema, b.schema) || compare(a.table, b.table)),
    noChanges: findings.filter(({ severity, table }) => severity === 'error' && table === undefined),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
