import { nameList } from '../checks/report/name-list';
import { viewName } from '../lake/catalogue/glue-names';
import { plannedGlueNames } from '../lake/catalogue/planned-names';
import type { JobPlan } from '../planning/job-plan';
import type { KnownFacts, ListedTable } from './known-facts';

type Catalogue = Pick<KnownFacts, 'catalogue'>;

/**
 * Effects on readers of the lake: tables in Glue that stay without new rows, and names that another job has. A name belongs to the
 * job that had it first. `deployed`: jobs of the department.
 */
export function readerEffects(
  before: JobPlan | undefined,
  after: JobPlan | undefined,
  deployed: readonly JobPlan[],
  facts: Catalogue,
): readonly string[] {
  return [
    ...(before === undefined ? [] : frozenTexts(before, after, facts)),
    ...(after === undefined ? [] : takenTexts(before, after, deployed, facts)),
  ];
}

function frozenTexts(
  before: JobPlan,
  after: JobPlan | undefined,
  { catalogue }: Catalogue,
): readonly string[] {
  const was = publishedTables(before);
  const is = after && publishedTables(after);
  if (was === undefined || (was.kind === is?.kind && was.database === is.database)) return [];
  const { kind, database } = was;
  const listed = catalogue?.get(database);
  const names =
    listed
      ?.filter((one) => one.job === before.identity.key && one.kind !== is?.kind)
      .map(({ name }) => name) ?? plannedGlueNames(before);
  const [first] = names;
  if (first === undefined) return [];
  return [
    `readers: ${nameList(names, shown)} in the Glue database ${database} ${names.length === 1 ? 'stays' : 'stay'} and ` +
      `${names.length === 1 ? 'gets' : 'get'} no new rows, as do views on them${viewText(before, first, kind, ' such as')}; to drop them: ` +
      `aws glue batch-delete-table --database-name ${database} --tables-to-delete ${names.join(' ')}`,
  ];
}

/** Names that the job does not get, because another job has them. Those that it lacks already are not new. */
function takenTexts(
  before: JobPlan | undefined,
  after: JobPlan,
  deployed: readonly JobPlan[],
  { catalogue }: Catalogue,
): readonly string[] {
  const is = publishedTables(after);
  if (is === undefined) return [];
  const owners = ownersOf(after, deployed, catalogue?.get(is.database));
  const taken = new Set(owners.keys());
  const earlier = new Set(before === undefined ? [] : plannedGlueNames(before, taken));
  const got = plannedGlueNames(after, taken);
  return plannedGlueNames(after).flatMap((wanted, index) => {
    const name = got[index];
    if (name === undefined || name === wanted || earlier.has(name)) return [];
    const owner = owners.get(wanted);
    return [
      `readers: the name ${wanted} in the Glue database ${is.database} belongs to ${owner ?? 'a table that no Lakeferry job owns'}, so that this ` +
        `job's table is ${name}${viewText(after, name, is.kind, ', with the view')}; drop ${wanted} before the first run to get its name`,
    ];
  });
}

/** Owner of each name that is not the job's: from Glue, else from the names that the deployed jobs would have alone. */
function ownersOf(
  { identity }: JobPlan,
  deployed: readonly JobPlan[],
  listed: readonly ListedTable[] | undefined,
): ReadonlyMap<string, string | undefined> {
  const names: readonly (readonly [string, string | undefined])[] =
    listed?.map(({ name, job }) => [name, job] as const) ??
    deployed.flatMap((job) => plannedGlueNames(job).map((name) => [name, job.identity.key] as const));
  return new Map(names.filter(([, job]) => job !== identity.key));
}

const shown = 3;

interface Published {
  readonly kind: 'snapshot' | 'arrival';
  readonly database: string;
}

function publishedTables({ publishing }: JobPlan): Published | undefined {
  if (publishing.kind === 'none' || publishing.catalogue === undefined) return undefined;
  return { kind: publishing.kind, database: publishing.catalogue.database };
}

/** Parquet files of a snapshot need no view. */
function viewText(
  { targetSettings }: JobPlan,
  table: string,
  kind: Published['kind'],
  before: string,
): string {
  const needsView = kind === 'arrival' || targetSettings['DataFormat'] === 'csv';
  return needsView ? `${before} ${viewName(table, kind)}` : '';
}
