import type { Catalogue, CatalogueTable } from '../../aws/lake/catalogue';
import { glueTablesOf } from '../../core/lake/catalogue/glue-snapshot';
import { glueParameters } from '../../core/lake/catalogue/glue-table';
import type { Manifest } from '../../core/lake/snapshots/manifest';

/** Writes the tables of a manifest to the catalogue, one call per table, and removes tables that the job no longer has. */
export async function followManifest(
  catalogue: Catalogue,
  manifest: Manifest,
  bucket: string,
): Promise<void> {
  const database = manifest.catalogue?.database;
  if (database === undefined) return;
  const found = await catalogue.tables(database);
  const isOurs = ({ parameters }: CatalogueTable): boolean =>
    parameters[glueParameters.job] === manifest.jobKey && parameters[glueParameters.kind] === 'snapshot';
  const taken = new Set(found.filter((table) => !isOurs(table)).map(({ name }) => name));
  const wanted = glueTablesOf(manifest, bucket, taken);
  await catalogue.put(database, wanted, found);
  const names = new Set(wanted.map(({ Name }) => Name));
  await catalogue.remove(
    database,
    found.filter((table) => isOurs(table) && !names.has(table.name)).map(({ name }) => name),
  );
}
