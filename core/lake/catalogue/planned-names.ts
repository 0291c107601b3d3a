import type { JobPlan } from '../../planning/job-plan';
import { parentOf } from '../../tables/partition-parents';
import { tableIdentity } from '../../tables/table-name';
import { stagedNames } from '../keys/staged-names';
import { glueTableNames } from './glue-names';

/** Names in Glue of the tables that the plan of a job names. Partitions are in the table of their parent. Tables of wildcards are not known. */
export function plannedGlueNames(job: JobPlan, taken: ReadonlySet<string> = new Set()): readonly string[] {
  const { publishing, expectedTables, partitions = [] } = job;
  if (publishing.kind === 'none' || publishing.catalogue === undefined) return [];
  const tables = [
    ...expectedTables.map((table) => parentOf(job, table) ?? table),
    ...partitions.map(({ parent }) => parent),
  ];
  const once = new Map(tables.map((table) => [tableIdentity(table), table]));
  return glueTableNames({
    job: job.identity.job,
    kind: publishing.kind,
    tables: [...once.values()].map(stagedNames(job)),
    taken,
  });
}
