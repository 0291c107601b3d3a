import { differences } from '../../checks/shared/schema-drift';
import { fullTableName, tableIdentity } from '../../tables/table-name';
import { newestShapes, type SeenShape, type TableShape } from '../../tables/table-shape';
import type { RunRecord } from '../record/run-record';

/**
 * Reason why a retry must load all tables: the columns or keys of the source are not those that the earlier attempt loaded, or
 * nobody knows. Undefined when they are equal, or when this attempt has decided it before.
 */
export function shapeDrift(
  { run, firstAttempt = '' }: Pick<RunRecord, 'run' | 'firstAttempt'>,
  lastShapes: readonly SeenShape[],
  now: readonly TableShape[],
): string | undefined {
  const last = newestShapes(lastShapes);
  const seenBy = last[0]?.run;
  if (seenBy === run) return undefined;
  if (seenBy === undefined || (seenBy !== firstAttempt && !seenBy.startsWith(`${firstAttempt}.`)))
    return `the columns that ${firstAttempt} loaded are not known`;
  const before = new Map(last.map((shape) => [tableIdentity(shape), shape]));
  for (const shape of now) {
    const known = before.get(tableIdentity(shape));
    before.delete(tableIdentity(shape));
    if (known === undefined) return `${fullTableName(shape)} is new`;
    const [first] = differences(known, shape);
    if (first !== undefined)
      return `${fullTableName(shape)} has changed: ${first.column === undefined ? '' : `${first.column}: `}${first.found}`;
  }
  const [gone] = before.values();
  return gone === undefined ? undefined : `${fullTableName(gone)} is missing in the source`;
}
