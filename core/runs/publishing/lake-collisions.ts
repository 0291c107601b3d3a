import { stagedNames } from '../../lake/keys/staged-names';
import type { JobPlan } from '../../planning/job-plan';
import { collisionText, tableCollisions } from '../../tables/table-collisions';
import type { TableName } from '../../tables/table-name';
import { RunError } from '../record/run-error';

type Job = Pick<JobPlan, 'expectedTables' | 'tableMappings'>;

/** Part of a publishing plan that decides which folder a table has in the lake. */
interface Place {
  readonly lowerCase: boolean;
  /** Absent for snapshots, whose folder is `<schema>/<table>`. */
  readonly layout?: string;
}

const listed = 5;

/**
 * Throws when two tables of the source have one folder in the lake, by whatever reason: lower case, rules that rename, a layout
 * without the schema. Only a run knows the tables that a pattern selects.
 */
export function rejectLakeCollisions(job: Job, place: Place, tables: readonly TableName[]): void {
  const found = tableCollisions({ target: 's3', lake: place }, stagedNames(job), tables).map(collisionText);
  if (found.length === 0) return;
  const more = found.length - listed;
  throw new RunError(
    'SnapshotUnsound',
    [
      ...found.slice(0, listed),
      ...(more > 0 ? [`and ${more} more`] : []),
      `${place.lowerCase ? 'set lake.lower-case: false, or ' : ''}give each table a name of its own, or exclude one of them under "tables" (exclude: true)`,
    ].join('; '),
  );
}

/** Collisions of the tables that DMS listed, for the verdict of a run. A table of a target is written by two loads, in any order. */
export function collisionsOfRun(
  job: Job & Pick<JobPlan, 'targetEngine' | 'publishing'>,
  tables: readonly TableName[],
): readonly string[] {
  const { targetEngine, publishing } = job;
  const lake = publishing.kind === 'none' ? undefined : publishing;
  return tableCollisions({ target: targetEngine, lake }, stagedNames(job), tables).map(collisionText);
}
