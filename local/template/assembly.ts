import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      dependencies: z.array(z.string()).default([]),
      properties: z
        .object({
          templateFile: z.string().optional(),
          stackName: z.string().optional(),
          file: z.string().optional(),
          terminationProtection: z.boolean().optional(),
        })
        .optional(),
    }),
  ),
});

const AssetManifest = z.object({
  files: z
    .record(
      z.string(),
      z.object({
        source: z.object({ path: z.string().optional(), packaging: z.string().optional() }),
        destinations: z.record(z.string(), z.object({ bucketName: z.string(), objectKey: z.string() })),
      }),
    )
    .default({}),
});

const TemplateResource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  Condition: z.string().optional(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});

export const Template = z.object({
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.unknown() })).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), TemplateResource).default({}),
  Outputs: z
    .record(
      z.string(),
      z.object({
        Value: z.unknown(),
        Description: z.string().optional(),
        Condition: z.string().optional(),
        Export: z.object({ Name: z.unknown() }).optional(),
      }),
    )
    .default({}),
});

export type TemplateResource = z.infer<typeof TemplateResource>;
export type Template = z.infer<typeof Template>;

export interface FileAsset {
  /** Absolute path of the file or folder on this machine. */
  readonly path: string;
  readonly packaging: 'file' | 'zip';
  /** Placeholders such as `${AWS::AccountId}` are still in it. */
  readonly bucket: string;
  readonly key: string;
}

export interface StackArtifact {
  readonly name: string;
  readonly template: Template;
  /** Template as it was written. */
  readonly text: string;
  readonly isProtected: boolean;
  readonly assets: readonly FileAsset[];
}

/**
 * Reads a synthesized cloud assembly (`cdk.out`): its stacks with their assets, in the order of their
 * dependencies.
 */
export function readAssembly(folder: string): readonly StackArtifact[] {
  const { artifacts } = Manifest.parse(readJson(join(folder, 'manifest.json')));
  const ordered: string[] = [];
  const visit = (id: string): void => {
    const artifact = artifacts[id];
    if (artifact === undefined || ordered.includes(id)) return;
    for (const dependency of artifact.dependencies) visit(dependency);
    if (!ordered.includes(id)) ordered.push(id);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return ordered.flatMap((id) => {
    const artifact = artifacts[id];
    const file = artifact?.properties?.templateFile;
    if (artifact?.type !== 'aws:cloudformation:stack' || file === undefined) return [];
    const manifests = artifact.dependencies.flatMap((other) => artifacts[other]?.properties?.file ?? []);
    return {
      name: artifact.properties?.stackName ?? id,
      template: Template.parse(readJson(join(folder, file))),
      text: readFileSync(join(folder, file), 'utf8'),
      isProtected: artifact.properties?.terminationProtection ?? false,
      assets: manifests.flatMap((manifest) => readAssets(folder, manifest)),
    };
  });
}

function readAssets(folder: string, manifest: string): readonly FileAsset[] {
  const { files } = AssetManifest.parse(readJson(join(folder, manifest)));
  return Object.values(files).flatMap(({ source, destinations }) => {
    const { path, packaging } = source;
    if (path === undefined) return [];
    return Object.values(destinations).map(({ bucketName, objectKey }) => ({
      path: join(folder, path),
      packaging: packaging === 'zip' ? ('zip' as const) : ('file' as const),
      bucket: bucketName,
      key: objectKey,
    }));
  });
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file} cannot be read; synthesize first: npm run synth`, { cause });
  }
}
