import { UnexpectedShape } from './unexpected-shape';

const registration = /^n\d+_registry\.registerError\(.*\);$/gm;
const fix = 'adapt infra/bundling/drop-sdk-error-classes.ts to the schemas of this version of the SDK';

/**
 * Removes the registration of a service's error classes from its schemas, so that esbuild drops the
 * classes: 10 to 50 KB per client. The SDK then throws its base class under the error's own name.
 * aws/errors.ts distinguishes errors by name anyway, because DMS returns some that the SDK's model
 * does not know. The base class (`_s_registry`) stays.
 * @throws UnexpectedShape
 */
export function dropErrorClasses(schemas: string): string {
  if (schemas.search(registration) === -1)
    throw new UnexpectedShape('lines such as "n0_registry.registerError(...);"', fix);
  const dropped = schemas.replaceAll(registration, '');
  const kept = [...dropped.matchAll(/(\w+)\.registerError\(/g)].map(([, registry]) => registry);
  if (kept.join() !== '_s_registry')
    throw new UnexpectedShape(
      `one registered error class to remain, that of "_s_registry", but found ${kept.length} (${kept.join(', ')})`,
      fix,
    );
  return dropped;
}
