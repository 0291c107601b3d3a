import { glueParameters } from '../../core/lake/catalogue/glue-table';
import { readViewedTable, UnreadableParameter } from '../../core/lake/catalogue/viewed-table';
import type { Manifest } from '../../core/lake/snapshots/manifest';
import type { JobPlan } from '../../core/planning/job-plan';
import type { TableName } from '../../core/tables/table-name';
import type { CatalogueTable } from '../../aws/lake/catalogue';
import { type Lake, snapshotsOf } from '../lake/lake';

/** One table as readers of the lake find it. */
export interface LakeTable {
  readonly from: 'snapshot' | 'catalogue';
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** `s3://` address of its files. */
  readonly location: string;
  /** Of a snapshot. */
  readonly snapshot?: string;
  readonly rows?: number;
  readonly files?: number;
  readonly bytes?: number;
}

/** Reads what readers of the lake have of a table. Undefined before the first publish, and for a job without a lake. */
export async function readLakeTable(
  lake: Lake,
  plan: JobPlan,
  name: TableName,
): Promise<LakeTable | undefined> {
  if (plan.publishing.kind === 'snapshot')
    return ofSnapshot(await snapshotsOf(lake, plan).current(), lake.bucket, name);
  const found = await catalogueTable(lake, plan, name);
  if (found === undefined) return undefined;
  const viewed = readViewedTable('', found);
  const columns =
    viewed === undefined || viewed instanceof UnreadableParameter ? found.columns : viewed.columns;
  return { from: 'catalogue', columns, location: found.location };
}

function ofSnapshot(
  manifest: Manifest | undefined,
  bucket: string,
  { schema, table }: TableName,
): LakeTable | undefined {
  const found = manifest?.tables.find((one) => one.schema === schema && one.table === table);
  if (found === undefined) return undefined;
  return {
    from: 'snapshot',
    columns: found.columns.map(({ name, type }) => ({ name, type })),
    location: `s3://${bucket}/${found.folder}`,
    snapshot: found.snapshot,
    rows: found.rows,
    files: found.files.length,
    bytes: found.files.reduce((sum, { size }) => sum + size, 0),
  };
}

/** Table of the catalogue that has the rows of a source's table. Undefined for a job that is in no catalogue. */
export async function catalogueTable(
  { catalogue }: Pick<Lake, 'catalogue'>,
  { identity, publishing }: Pick<JobPlan, 'identity' | 'publishing'>,
  { schema, table }: TableName,
): Promise<CatalogueTable | undefined> {
  const database = publishing.kind === 'none' ? undefined : publishing.catalogue?.database;
  if (database === undefined) return undefined;
  const source = JSON.stringify([schema, table]);
  return (await catalogue.tables(database)).find(
    ({ parameters }) =>
      parameters[glueParameters.job] === identity.key && parameters[glueParameters.source] === source,
  );
}
