import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dropIntoInbox, waitForLoad } from '../../../application/loads/load-file';
import { ownFolder } from '../../../application/own-folder';
import { supplierPrices } from '../../../demo/database/supplier-prices-csv';
import type { RunningDemo } from './demo-options';
import type { LoadedFile } from './lake-result';

const pricesInFile = 2_000;
/** A name with a space, a comma and an umlaut, as people name files. */
const file = 'supplier prices, März.csv';

/** Drops a price list into the inbox of the load `supplier-prices`, if the plan has it, and waits for its end. */
export async function loadPrices({
  plan,
  environment,
  local,
  shell,
}: RunningDemo): Promise<LoadedFile | undefined> {
  const load = plan.departments
    .flatMap(({ loads = [] }) => loads)
    .find(({ identity }) => identity.load === 'supplier-prices');
  if (load === undefined) return undefined;
  const key = load.identity.key;
  const { path: folder, remove } = ownFolder('inbox');
  try {
    const path = join(folder, file);
    await writeFile(path, supplierPrices(pricesInFile));
    const run = await waitForLoad(environment, key, await dropIntoInbox(environment, key, path), () =>
      shell.now(),
    );
    const table = `${load.table.schema}.${load.table.name}`;
    const client = await local.database.connect(load.target.databaseName);
    try {
      const { rows } = await client.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${table}`);
      return {
        load: key,
        file,
        table: `${load.target.databaseName} ${table}`,
        run,
        rowsInTable: Number(rows[0]?.rows ?? 0),
      };
    } finally {
      await client.end();
    }
  } finally {
    remove();
  }
}
