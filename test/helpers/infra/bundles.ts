import { buildOracleLayer } from '../../../infra/bundling/build-oracle-layer';
import { bundleFunctions } from '../../../infra/bundling/bundle-functions';
import { functionNames } from '../../../infra/grants/grants';
import { madeOnce } from '../run/made-once';
import { runFolder } from '../run/run-folder';

/**
 * Folder with the bundles of all functions and the layer for Oracle, as the app makes them. They are the same in every environment and
 * configuration, and take four seconds of processor time. Undefined outside of jest: the app makes its own.
 */
export async function bundlesOnce(): Promise<string | undefined> {
  const run = runFolder();
  if (run === undefined) return undefined;
  return madeOnce(run, 'bundles', async (folder) => {
    await bundleFunctions(functionNames, folder);
    buildOracleLayer(folder);
  });
}
