import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { members, optionalNumber, optionalText, requiredText, texts } from '../../gateway/input';
import { AwsError } from '../../service';
import { unsupported } from '../../unsupported';
import {
  type DeployedResource,
  type DeployTargets,
  type Resource,
  type ResourceHandler,
  TemplateError,
} from '../handler';

/** AWS::Lambda::Function on Node runtimes. Tracing and architecture are accepted without effect; of the VPC, only the
 * permissions of the role count. */
export const lambdaFunction: ResourceHandler = {
  create: define,
  update: (resource, _former, targets) => define(resource, targets),
  remove: ({ ref }, { functions }) => functions.remove(ref),
};

async function define(resource: Resource, targets: DeployTargets): Promise<DeployedResource> {
  const { properties, generatedName } = resource;
  const { context, functions } = targets;
  const runtime = requiredText(properties, 'Runtime');
  if (!runtime.startsWith('nodejs'))
    throw new TemplateError(unsupported(`the runtime ${runtime}`, { instead: 'use a Node.js runtime' }));
  const name = optionalText(properties, 'FunctionName') ?? generatedName();
  const arn = `arn:aws:lambda:${context.region}:${context.account}:function:${name}`;
  const roleArn = requiredText(properties, 'Role');
  // CreateFunction checks it too: the role must trust Lambda.
  targets.permissions.assertService('lambda', 'lambda.amazonaws.com', { roleArn }, []);
  if (properties['VpcConfig'] !== undefined) assertPlaceable(roleArn, targets);
  await functions.define({
    name,
    arn,
    runtime,
    roleArn,
    handler: requiredText(properties, 'Handler'),
    folder: codeFolder(name, properties, targets),
    environment: texts(members(properties, 'Environment'), 'Variables'),
    timeoutSeconds: optionalNumber(properties, 'Timeout') ?? 3,
    memoryMiB: optionalNumber(properties, 'MemorySize') ?? 128,
    description: optionalText(properties, 'Description') ?? '',
    logGroup: optionalText(members(properties, 'LoggingConfig'), 'LogGroup'),
    logFormat: optionalText(members(properties, 'LoggingConfig'), 'LogFormat') === 'JSON' ? 'JSON' : 'Text',
    layers: layerFolders(name, properties, targets),
  });
  return { ref: name, attributes: { Arn: arn } };
}

/** Lambda itself, without the key of the function's code, creates the interfaces of a function in a VPC. */
function assertPlaceable(roleArn: string, { permissions }: DeployTargets): void {
  for (const action of ['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'DeleteNetworkInterface'])
    if (!permissions.allows(roleArn, { action: `ec2:${action}`, resource: '*' }))
      throw new AwsError(
        'InvalidParameterValueException',
        `The provided execution role does not have permissions to call ${action} on EC2`,
        400,
      );
}

/** AWS::Lambda::LayerVersion. Its zip stays a folder on this machine, under the ARN of the version. */
export const lambdaLayer: ResourceHandler = {
  create({ logicalId, properties, generation }, { assets, context }) {
    const content = members(properties, 'Content');
    const [bucket, key] = [requiredText(content, 'S3Bucket'), requiredText(content, 'S3Key')];
    const folder = assets.find(bucket, key);
    if (folder === undefined)
      throw new TemplateError(`the layer s3://${bucket}/${key} is not an asset of the assembly`);
    const ref = `arn:aws:lambda:${context.region}:${context.account}:layer:${logicalId}:${generation + 1}`;
    assets.set('layer', ref, folder);
    return { ref, attributes: { LayerVersionArn: ref } };
  },
};

function layerFolders(
  name: string,
  properties: Resource['properties'],
  { assets }: DeployTargets,
): readonly string[] {
  const arns = properties['Layers'];
  return (Array.isArray(arns) ? arns : []).map((arn) => {
    const folder = assets.find('layer', String(arn));
    if (folder === undefined)
      throw new TemplateError(`the function ${name} uses the layer ${arn}, which is not in the template`);
    return folder;
  });
}

function codeFolder(
  name: string,
  properties: Resource['properties'],
  { assets, context }: DeployTargets,
): string {
  const code = members(properties, 'Code');
  const inline = optionalText(code, 'ZipFile');
  if (inline !== undefined) {
    const folder = join(context.dataFolder, 'lambda', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.js'), inline);
    return folder;
  }
  const bucket = requiredText(code, 'S3Bucket');
  const key = requiredText(code, 'S3Key');
  const folder = assets.find(bucket, key);
  if (folder === undefined)
    throw new TemplateError(`the code s3://${bucket}/${key} is not an asset of the assembly`);
  return folder;
}
