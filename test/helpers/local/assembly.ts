import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TestStack {
  readonly name: string;
  readonly dependsOn?: readonly string[];
  readonly template: object;
  /** File name to text: uploaded to the bootstrap bucket under `<file name>`. */
  readonly files?: Readonly<Record<string, string>>;
  /** Folder name to index.js: a zip asset with the key `<folder name>.zip`. */
  readonly code?: Readonly<Record<string, string>>;
}

export const bootstrapBucket = 'cdk-hnb659fds-assets-000000000000-eu-west-1';

/** A trust policy for services, such as `lambda`. */
export function trust(...services: readonly string[]) {
  const Principal = { Service: services.map((service) => `${service}.amazonaws.com`) };
  return { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }] };
}

/** An inline policy of a role that allows one action. */
export function allowing(Action: string, Resource: string) {
  const PolicyDocument = { Statement: [{ Effect: 'Allow', Action, Resource }] };
  return { PolicyName: Action.replace(':', '-'), PolicyDocument };
}

/** Writes a cloud assembly as `cdk synth` does, and returns its folder. */
export function writeAssembly(stacks: readonly TestStack[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'lakeferry-assembly-'));
  const artifacts: Record<string, object> = {};
  for (const { name, template, dependsOn = [], files = {}, code = {} } of stacks) {
    const destination = (objectKey: string) => ({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of the asset manifest
      'current-account': { bucketName: 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}', objectKey },
    });
    const assets: Record<string, object> = {};
    for (const [file, text] of Object.entries(files)) {
      writeFileSync(join(folder, file), text);
      assets[file] = { source: { path: file, packaging: 'file' }, destinations: destination(file) };
    }
    for (const [name, text] of Object.entries(code)) {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, 'index.js'), text);
      assets[name] = { source: { path: name, packaging: 'zip' }, destinations: destination(`${name}.zip`) };
    }
    writeFileSync(join(folder, `${name}.assets.json`), JSON.stringify({ version: '1', files: assets }));
    writeFileSync(join(folder, `${name}.template.json`), JSON.stringify(template));
    artifacts[`${name}.assets`] = { type: 'cdk:asset-manifest', properties: { file: `${name}.assets.json` } };
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      properties: { templateFile: `${name}.template.json`, stackName: name },
      dependencies: [...dependsOn, `${name}.assets`],
    };
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '1', artifacts }));
  return folder;
}
