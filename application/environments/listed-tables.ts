import type { Catalogue } from '../../aws/lake/catalogue';
import type { ListedTable } from '../../core/changes/known-facts';
import { glueParameters } from '../../core/lake/catalogue/glue-table';
import { isRunError } from '../../core/runs/record/run-error';

/** Tables of a Glue database with their jobs. Undefined without the permission, which a pull request does not have. */
export async function listedTables(
  catalogue: Pick<Catalogue, 'tables'>,
  database: string,
): Promise<readonly ListedTable[] | undefined> {
  try {
    return (await catalogue.tables(database)).map(({ name, parameters }) => ({
      name,
      job: parameters[glueParameters.job],
      kind: parameters[glueParameters.kind],
    }));
  } catch (error) {
    if (isRunError(error, 'CatalogueMissing')) return [];
    if (isRunError(error, 'AccessDenied')) return undefined;
    throw error;
  }
}
