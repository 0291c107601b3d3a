import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface FunctionAsset {
  /** FunctionName, such as `lakeferry-dev-start-task`. */
  readonly name: string;
  /** The asset's folder. */
  readonly path: string;
}

/**
 * The functions of a synthesized assembly with the folders of their code, read from the templates
 * themselves.
 */
export function functionFolders(assembly: string): FunctionAsset[] {
  return readdirSync(assembly)
    .filter((file) => file.endsWith('.template.json'))
    .flatMap((file) => Object.entries(membersOf(membersOf(parse(join(assembly, file)))['Resources'])))
    .flatMap(([, resource]): FunctionAsset[] => {
      const { Type, Properties } = membersOf(resource);
      const { FunctionName, Code } = membersOf(Properties);
      const key = membersOf(Code)['S3Key'];
      if (Type !== 'AWS::Lambda::Function' || typeof key !== 'string' || typeof FunctionName !== 'string')
        return [];
      // CDK lays an asset of hash H, uploaded as H.zip, into the folder asset.H.
      return [{ name: FunctionName, path: join(assembly, `asset.${key.replace(/\.zip$/, '')}`) }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function parse(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
