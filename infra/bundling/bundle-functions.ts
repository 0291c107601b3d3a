import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { keepDynamicImports, partEntryPoints } from './keep-dynamic-imports';
import { slimSdkSchemas } from './slim-sdk-schemas';
import { stubAzureIdentity } from './stub-azure-identity';
import { trimSdkPackages } from './trim-sdk-packages';

const projectRoot = join(__dirname, '..', '..');

/**
 * JavaScript version of the bundles. Older than the functions' runtime, because the local cloud
 * runs the same bundles on the Node that is installed: the oldest is that of `engines` in
 * package.json.
 */
export const bundleTarget = 'node20.19';

/**
 * Packages by which the SDK finds credentials outside Lambda: single sign-on, profiles, processes,
 * instance metadata. In Lambda, credentials come with the environment, so these are never loaded.
 */
const credentialProvidersOutsideLambda = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@aws-sdk/token-providers',
  '@smithy/credential-provider-imds',
];

/**
 * Bundles functions into `<outdir>/<name>/index.js`, each with its source map, in one run of
 * esbuild. CDK's own bundling starts npx and esbuild per function, which took two thirds of the
 * synthesis. Returns esbuild's metafile: what went into each bundle.
 */
export async function bundleFunctions(names: readonly string[], outdir: string): Promise<Metafile> {
  const entryPoints = names.flatMap((name) => {
    const entry = join(projectRoot, 'functions', name, 'handler.ts');
    if (!existsSync(entry))
      throw new Error(
        `infra/grants/grants.ts has a row for ${name}, but functions/${name}/handler.ts is missing`,
      );
    return [{ in: entry, out: join(name, 'index') }, ...partEntryPoints(projectRoot, name)];
  });
  const { metafile } = await build({
    absWorkingDir: projectRoot,
    entryPoints,
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: bundleTarget,
    // The SDK is bundled: the version that was tested is the version that runs, and only the parts
    // in use are loaded. oracledb comes with its layer; pg loads pg-native only on request.
    external: [...credentialProvidersOutsideLambda, 'oracledb', 'pg-native'],
    // A part of a function is loaded when it is needed: by `require`, as in the rest of the bundle.
    supported: { 'dynamic-import': false },
    plugins: [slimSdkSchemas, trimSdkPackages, keepDynamicImports, stubAzureIdentity],
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}
