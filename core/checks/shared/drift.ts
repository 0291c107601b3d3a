import type { TableShape } from '../../tables/table-shape';
import type { Column } from '../column-types/type-mapping';
import type { SourceFacts } from '../facts/source-facts';
import type { CheckFinding, Severity } from '../report/check-report';
import { finding } from '../report/finding';
import type { CheckRequest } from '../request/check-request';
import { sharedChecks } from './catalogue';
import { keyOf } from './tables';

/** Against the shapes of the last good run; a table that is new or gone is another check's business. */
export function drifted(request: CheckRequest, facts: SourceFacts): readonly CheckFinding[] {
  if (request.drift === 'ignore') return [];
  const severity: Severity = request.drift === 'block' ? 'error' : 'warning';
  const before = new Map(request.lastShapes.map((shape) => [keyOf(shape), shape]));
  return facts.tables.flatMap((table) => {
    const last = before.get(keyOf(table));
    // A look that saw no columns says nothing of them, then or now.
    if (last === undefined || last.columns.length === 0 || table.columns.length === 0) return [];
    // Keys that nobody saw are not keys that are gone.
    const now = facts.unavailable?.keys === undefined ? table : { ...table, primaryKey: last.primaryKey };
    return differences(last, now).map(({ column, found }) =>
      finding(sharedChecks.drift, found, {
        schema: table.schema,
        table: table.table,
        ...(column === undefined ? {} : { column }),
        severity,
        fix: { kind: 'config', text: 'drift: ignore   # once, where this change is wanted' },
      }),
    );
  });
}

interface Difference {
  readonly column?: string;
  readonly found: string;
}

export function differences(last: TableShape, now: TableShape): readonly Difference[] {
  const [was, is] = [byName(last), byName(now)];
  const dropped = last.columns
    .filter(({ name }) => !is.has(name))
    .map(({ name, ...column }) => ({
      column: name,
      found: `the column is gone; it was ${typeText(column)}`,
    }));
  const added = now.columns
    .filter(({ name }) => !was.has(name))
    .map(({ name, ...column }) => ({ column: name, found: `the column is new: ${typeText(column)}` }));
  const retyped = now.columns.flatMap(({ name, ...column }) => {
    const old = was.get(name);
    if (old === undefined || typeText(old) === typeText(column)) return [];
    return [{ column: name, found: `the column was ${typeText(old)} and is ${typeText(column)}` }];
  });
  const [oldKey, newKey] = [last.primaryKey.join(', '), now.primaryKey.join(', ')];
  const rekeyed = oldKey === newKey ? [] : [{ found: `the primary key was (${oldKey}) and is (${newKey})` }];
  return [...dropped, ...added, ...retyped, ...rekeyed];
}

function byName({ columns }: TableShape): ReadonlyMap<string, Column> {
  return new Map(columns.map((column) => [column.name, column]));
}

/** Such as `numeric(10,2) not null`. */
function typeText({ type, length, precision, scale, nullable }: Omit<Column, 'name'>): string {
  const sizes = [length ?? precision, length === undefined ? scale : undefined].filter(
    (size) => size !== undefined,
  );
  return `${type}${sizes.length === 0 ? '' : `(${sizes.join(',')})`}${nullable ? '' : ' not null'}`;
}
