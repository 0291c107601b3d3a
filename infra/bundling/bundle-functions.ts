import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { plainSchemaKeys } from './inline-sdk-schema-keys';
import { partFiles, partsOf } from './keep-dynamic-imports';
import { absentPackages } from './stub-azure-identity';

const projectRoot = join(__dirname, '..', '..');

/**
 * Where the SDK looks for credentials outside Lambda: single sign-on, profiles, processes, instance metadata. In Lambda they come
 * with the environment, so these are never loaded.
 */
const credentialProvidersOfOtherPlaces = [
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
 * Bundles functions into `<outdir>/<name>/index.js`, each with its source map, in one run of esbuild: CDK's own bundling starts
 * npx and esbuild anew for each function, which took two thirds of the time to synthesize.
 * Returns esbuild's account of what went into each bundle.
 */
export async function bundleFunctions(names: readonly string[], outdir: string): Promise<Metafile> {
  const entryPoints = names.flatMap((name) => {
    const entry = join(projectRoot, 'functions', name, 'handler.ts');
    if (!existsSync(entry))
      throw new Error(
        `infra/grants/grants.ts has a row for ${name}, but functions/${name}/handler.ts is missing`,
      );
    return [{ in: entry, out: join(name, 'index') }, ...partsOf(projectRoot, name)];
  });
  const { metafile } = await build({
    absWorkingDir: projectRoot,
    entryPoints,
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // The oldest Node that Lakeferry supports, so that a bundle runs wherever its source does.
    target: 'node20',
    // The SDK is bundled: the version that was tested is the version that runs, and only the parts in use are loaded.
    // oracledb comes with its layer; pg asks for pg-native only when told to.
    external: [...credentialProvidersOfOtherPlaces, 'oracledb', 'pg-native'],
    // A part of a function is read when it is asked for: `require` then, as in the rest of the bundle.
    supported: { 'dynamic-import': false },
    plugins: [plainSchemaKeys, partFiles, absentPackages],
    mainFields: ['module', 'main'],
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}
