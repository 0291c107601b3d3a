import * as z from 'zod/mini';
import type { SourceFacts, TableFacts } from '../checks/facts/source-facts';
import { CheckFinding } from '../checks/report/check-report';
import { sourceEngines } from '../model/source-engine';

const DiscoveredTable = z.object({
  schema: z.string(),
  table: z.string(),
  kind: z.string(),
  /** Number of columns. */
  columns: z.number(),
  /** As the source estimates them. */
  rows: z.optional(z.number()),
  bytes: z.optional(z.number()),
  primaryKey: z.array(z.string()),
  /** Number of unique keys other than the primary key. */
  uniqueKeys: z.number(),
  /** Tables whose rows contain those of this table, and whether changes of its rows have other names. */
  partOf: z.optional(z.array(z.object({ schema: z.string(), table: z.string() }))),
  hasParts: z.optional(z.boolean()),
  lobs: z.array(z.object({ column: z.string(), longestBytes: z.optional(z.number()) })),
  /** Absent where the source does not report it. */
  readable: z.optional(z.boolean()),
});
export type DiscoveredTable = z.infer<typeof DiscoveredTable>;

/** Tables of a source, found without a job. */
export const Discovered = z.object({
  connection: z.string(),
  engine: z.enum(sourceEngines),
  version: z.string(),
  tables: z.array(DiscoveredTable),
  /** Errors that prevent CDC from the source as a whole. Empty when CDC is possible. */
  cdcProblems: z.array(CheckFinding),
});
export type Discovered = z.infer<typeof Discovered>;

/** Reduces the facts to what a response of Lambda (6 MB) can hold of some ten thousand tables. */
export function discoveredOf(
  source: Pick<Discovered, 'connection' | 'engine'>,
  facts: SourceFacts,
  findings: readonly CheckFinding[],
): Discovered {
  return {
    ...source,
    version: facts.version,
    tables: facts.tables
      .map(tableOf)
      .sort((a, b) => compare(a.schema, b.schema) || compare(a.table, b.table)),
    cdcProblems: findings.filter(({ severity, table }) => severity === 'error' && table === undefined),
  };
}

function tableOf({
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
  partOf,
  hasParts,
}: TableFacts): DiscoveredTable {
  return {
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
    ...(partOf === undefined
      ? {}
      : { partOf: partOf.map(({ schema: s, table: t }) => ({ schema: s, table: t })) }),
    ...(hasParts === undefined ? {} : { hasParts }),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
