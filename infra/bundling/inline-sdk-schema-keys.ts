import { UnexpectedShape } from './unexpected-shape';

const fix = 'adapt infra/bundling/inline-sdk-schema-keys.ts to the schemas of this version of the SDK';

/**
 * Replaces computed keys by the text constants of the same file. The SDK's schemas have keys such
 * as `[_hE]`, where `_hE` is a constant. esbuild cannot prove that computing such a key has no side
 * effects, and keeps the schemas of all operations of a service: 80 KB per function. With literal
 * keys it drops what is not in use.
 * @throws UnexpectedShape
 */
export function inlineSchemaKeys(schemas: string): string {
  const constants = new Map<string, string>();
  for (const [, name, text] of schemas.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm))
    if (name !== undefined && text !== undefined) constants.set(name, text);
  if (constants.size === 0)
    throw new UnexpectedShape('text constants such as `const _hE = "httpError";`', fix);
  let replaced = 0;
  const inlined = schemas.replaceAll(/\[([\w$]+)\]:/g, (key: string, name: string) => {
    const text = constants.get(name);
    if (text === undefined)
      throw new UnexpectedShape(`the computed key ${key} to be a text constant of the file`, fix);
    replaced += 1;
    return `${text}:`;
  });
  if (replaced === 0) throw new UnexpectedShape('computed keys such as `[_hE]:`', fix);
  return inlined;
}
