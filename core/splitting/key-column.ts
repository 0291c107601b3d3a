import { hasRows, type TableFacts } from '../checks/facts/source-facts';
import type { SplitPlan } from '../planning/job-plan';
import type { KeyColumn, SplitEngine } from './split-engine';

/**
 * Returns the column by whose ranges a table is split, or why there is none. DMS leaves out rows
 * whose range column is NULL, so the column must be NOT NULL. DMS does not split by DOUBLE, FLOAT,
 * BLOB, CLOB or NCLOB
 * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Tablesettings.html).
 */
export function keyColumn(
  wanted: SplitPlan,
  facts: TableFacts | undefined,
  engine: SplitEngine,
): KeyColumn | { because: string } {
  if (facts === undefined) return { because: 'the source has no such table' };
  if (!hasRows(facts)) return { because: `it is not a table but a ${facts.kind}` };
  const name = wanted.column ?? facts.primaryKey[0];
  if (name === undefined)
    return { because: 'it has no primary key; name a NOT NULL column in parallel: {column: ...}' };
  const column = facts.columns.find((one) => one.name === name);
  if (column === undefined) return { because: `it has no column ${name}` };
  if (column.nullable)
    return {
      because: `${name} may be NULL, and DMS leaves such rows out of every range; choose another column`,
    };
  const kind = engine.keyKindOf(column);
  if (kind === undefined)
    return { because: `DMS or Lakeferry cannot split by ${name}, whose type is ${column.type}` };
  const indexed = [facts.primaryKey, ...facts.uniqueKeys].some((key) => key[0] === name);
  return { name, kind, type: column.type, indexed };
}

const rowsPerSegment = 1_000_000;
const bytesPerSegment = 2 ** 30;
const maxAutomaticSegments = 8;

/**
 * Returns the number of segments. It is configured, or else one per million rows or GiB, at most 8.
 * 1 stands for a table that is too small to split, and 0 for one whose size is unknown.
 */
export function segmentsOf(wanted: SplitPlan, { rowsEstimated, bytes }: TableFacts): number {
  if (wanted.segments !== undefined) return wanted.segments;
  if (rowsEstimated === undefined && bytes === undefined) return 0;
  const bySize = Math.max((rowsEstimated ?? 0) / rowsPerSegment, (bytes ?? 0) / bytesPerSegment);
  return Math.max(1, Math.min(maxAutomaticSegments, Math.ceil(bySize)));
}
