import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import { dropErrorClasses } from './drop-sdk-error-classes';
import { inlineSchemaKeys } from './inline-sdk-schema-keys';
import { buildError, UnexpectedShape } from './unexpected-shape';

const schemaFile = /[\\/]@aws-sdk[\\/](client-[\w-]+)[\\/]dist-es[\\/]schemas[\\/]\w+\.js$/;
const clientFile = /[\\/]@aws-sdk[\\/](client-[\w-]+)[\\/]/;

/**
 * Rewrites the schemas of the SDK's clients, so that esbuild keeps only what a function uses of
 * them. Needs esbuild's metafile.
 */
export const slimSdkSchemas: Plugin = {
  name: 'slim-sdk-schemas',
  setup(build) {
    const slimmed = new Set<string>();
    build.onLoad({ filter: schemaFile }, async ({ path }) => {
      slimmed.add(clientOf(path, schemaFile));
      try {
        return { contents: dropErrorClasses(inlineSchemaKeys(await readFile(path, 'utf8'))), loader: 'js' };
      } catch (error) {
        if (error instanceof UnexpectedShape) return { errors: [buildError(path, error)] };
        throw error;
      }
    });
    build.onEnd(({ metafile }) => {
      const missed = Object.keys(metafile?.inputs ?? {}).filter(
        (path) => clientFile.test(path) && !slimmed.has(clientOf(path, clientFile)),
      );
      const clients = new Map(missed.map((path) => [clientOf(path, clientFile), path]));
      return { errors: [...clients.values()].map((path) => buildError(path, noSchemas)) };
    });
  },
};

const noSchemas = new UnexpectedShape(
  'this client of the SDK to have its schemas in dist-es/schemas/*.js',
  'set the path in infra/bundling/slim-sdk-schemas.ts to where this version of the SDK has them',
);

function clientOf(path: string, pattern: RegExp): string {
  return pattern.exec(path)?.[1] ?? '';
}
