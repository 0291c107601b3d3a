import { join, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { buildError, UnexpectedShape } from './unexpected-shape';

const stubbed: ReadonlySet<string> = new Set(['@azure/core-auth', '@azure/identity', '@azure/keyvault-keys']);
const tedious = `${sep}${join('node_modules', 'tedious')}${sep}`;

/**
 * Replaces Azure's identity packages by empty modules. tedious, the SQL Server driver, loads them
 * at its start, but only logins by Azure Active Directory need them: 450 KB of a driver that logs
 * in with user and password. Needs esbuild's metafile.
 */
export const stubAzureIdentity: Plugin = {
  name: 'stub-azure-identity',
  setup(build) {
    let used = false;
    build.onResolve({ filter: /^@azure\// }, ({ path, importer }) => {
      if (!importer.includes(tedious) || !stubbed.has(path))
        return { errors: [buildError(importer, unknownImport(path))] };
      used = true;
      return { path, namespace: 'stub' };
    });
    build.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
      contents: 'module.exports = {};',
      loader: 'js',
    }));
    build.onEnd(({ metafile }) => {
      const driver = Object.keys(metafile?.inputs ?? {}).find((path) => `${sep}${path}`.includes(tedious));
      return { errors: driver === undefined || used ? [] : [buildError(driver, nothingToStub)] };
    });
  },
};

function unknownImport(path: string): UnexpectedShape {
  return new UnexpectedShape(
    `no import of ${path}, because only tedious may import ${[...stubbed].join(', ')}`,
    'check that password logins work without the package, then add it to infra/bundling/stub-azure-identity.ts',
  );
}

const nothingToStub = new UnexpectedShape(
  'tedious to import @azure/identity',
  'remove infra/bundling/stub-azure-identity.ts if this version of tedious needs no stub',
);
