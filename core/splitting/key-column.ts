import type { TableFacts } from '../checks/facts/source-facts';
import type { SourceEngine } from '../model/source-engine';
import type { SplitPlan } from '../planning/job-plan';

export type KeyKind = 'integer' | 'decimal' | 'date' | 'timestamp' | 'instant' | 'string';

export interface KeyColumn {
  readonly name: string;
  readonly kind: KeyKind;
  /** The engine's word, lower case. */
  readonly type: string;
  /** Whether an index begins with it, so that its ends are found without reading the table. */
  readonly indexed: boolean;
}

/**
 * The column by whose ranges a table is split, or why there is none. DMS leaves out rows whose range column is NULL, so only a
 * NOT NULL column will do; and it takes no DOUBLE, FLOAT, BLOB, CLOB or NCLOB
 * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Tablesettings.html).
 */
export function keyColumn(wanted: SplitPlan, facts: TableFacts | undefined): KeyColumn | { because: string } {
  if (facts === undefined) return { because: 'the source has no such table' };
  if (facts.kind !== 'table' && facts.kind !== 'partitioned-table')
    return { because: `it is no table but a ${facts.kind}` };
  const name = wanted.column ?? facts.primaryKey[0];
  if (name === undefined)
    return { because: 'it has no primary key; name a NOT NULL column in parallel: {column: ...}' };
  const column = facts.columns.find((one) => one.name === name);
  if (column === undefined) return { because: `it has no column ${name}` };
  if (column.nullable)
    return {
      because: `${name} may be NULL, and DMS leaves such rows out of every range; choose another column`,
    };
  const kind = kindOf(facts.engine, column.type, column.length);
  if (kind === undefined)
    return { because: `${name} is ${column.type}, by whose ranges DMS or Lakeferry does not split` };
  const indexed = [facts.primaryKey, ...facts.uniqueKeys].some((key) => key[0] === name);
  return { name, kind, type: column.type, indexed };
}

const kinds: Readonly<Record<SourceEngine, readonly (readonly [KeyKind, RegExp])[]>> = {
  postgres: [
    ['integer', /^(smallint|integer|bigint|int[248])$/],
    ['decimal', /^(numeric|decimal)$/],
    ['date', /^date$/],
    ['timestamp', /^timestamp( without time zone)?$/],
    ['instant', /^timestamp( with time zone|tz)$/],
    ['string', /^(character varying|varchar|character|char|bpchar)$/],
  ],
  oracle: [
    ['decimal', /^(number|integer)$/],
    ['timestamp', /^(date|timestamp(\(\d\))?)$/],
    ['string', /^(n?varchar2?|n?char)$/],
  ],
  sqlserver: [
    ['integer', /^(tinyint|smallint|int|bigint)$/],
    ['decimal', /^(decimal|numeric|money|smallmoney)$/],
    ['date', /^date$/],
    ['timestamp', /^(datetime2?|smalldatetime)$/],
    ['string', /^n?(var)?char$/],
  ],
  mysql: [
    ['integer', /^(tinyint|smallint|mediumint|int|integer|bigint)( unsigned)?$/],
    ['decimal', /^decimal( unsigned)?$/],
    ['date', /^date$/],
    ['timestamp', /^datetime$/],
    ['string', /^(var)?char$/],
  ],
};

function kindOf(engine: SourceEngine, type: string, length: number | undefined): KeyKind | undefined {
  // varchar(max) is -1 long in SQL Server and an NCLOB for DMS; a varchar without length is one in PostgreSQL.
  const word = type.replace(/\(.*\)$/, '');
  const kind = kinds[engine].find(([, form]) => form.test(type) || form.test(word))?.[0];
  const endless = kind === 'string' && (length === -1 || (engine === 'postgres' && length === undefined));
  return endless ? undefined : kind;
}

const rowsASegment = 1_000_000;
const bytesASegment = 2 ** 30;
const segmentsOfAuto = 8;

/** As many as were asked for; else one for each million rows or GiB, at most 8. 1: not worth it, 0: nobody knows its size. */
export function segmentsOf(wanted: SplitPlan, { rowsEstimated, bytes }: TableFacts): number {
  if (wanted.segments !== undefined) return wanted.segments;
  if (rowsEstimated === undefined && bytes === undefined) return 0;
  const bySize = Math.max((rowsEstimated ?? 0) / rowsASegment, (bytes ?? 0) / bytesASegment);
  return Math.max(1, Math.min(segmentsOfAuto, Math.ceil(bySize)));
}
