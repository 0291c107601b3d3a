/**
 * Leaves the registration of a service's error classes out of its schemas, so that esbuild drops the classes: 10 to 50 KB a client.
 * The SDK then answers with its base class under the error's own name, and by name is how aws/errors.ts tells errors: DMS answers
 * with some that the model does not know at all. The base class (`_s_registry`) stays.
 */
export function withoutErrorClasses(source: string): string {
  return source.replaceAll(/^n\d+_registry\.registerError\(.*\);$/gm, '');
}
