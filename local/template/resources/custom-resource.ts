import type { Answer } from '../../cloudformation/custom-resource/answer';
import type { RequestType } from '../../cloudformation/custom-resource/event';
import { requiredText } from '../../gateway/input';
import type { Input } from '../../service';
import { unsupported } from '../../unsupported';
import {
  type DeployedResource,
  type DeployTargets,
  type FormerResource,
  type Resource,
  ResourceFailure,
  type ResourceHandler,
  TemplateError,
} from '../handler';

/** AWS::CloudFormation::CustomResource and Custom::*, provided by a function. */
export const customResource: ResourceHandler = {
  lasts: true,
  replacesItself: true,
  async create(resource, targets) {
    const answer = await send('Create', resource, targets);
    // Without an answer, CloudFormation has an ID of its own for the Delete request of the rollback.
    return deployed(answer, resource.generatedName(255));
  },
  async update(resource, former, targets) {
    if (resource.properties['ServiceToken'] !== former.properties['ServiceToken'])
      throw new TemplateError('Modifying service token is not allowed.');
    return deployed(await send('Update', resource, targets, former), former.ref);
  },
  async remove(former, targets) {
    const answer = await send('Delete', former, targets, former);
    if (answer.kind === 'failure') throw new TemplateError(answer.reason);
  },
};

export function isCustomResource(type: string): boolean {
  return type === 'AWS::CloudFormation::CustomResource' || /^Custom::[A-Za-z0-9_@-]{1,60}$/.test(type);
}

function send(
  type: RequestType,
  resource: Pick<Resource, 'stackId' | 'logicalId' | 'type' | 'properties' | 'cancelled'>,
  { customResources }: DeployTargets,
  former?: FormerResource,
): Promise<Answer> {
  const { stackId, logicalId, properties } = resource;
  const token = requiredText(properties, 'ServiceToken');
  if (token.split(':')[2] !== 'lambda')
    throw new TemplateError(unsupported(`the service token ${token}`, { instead: 'use a Lambda function' }));
  return customResources.send(
    {
      type,
      stackId,
      logicalId,
      resourceType: resource.type,
      properties,
      ...(former === undefined ? {} : { physicalId: former.ref }),
      ...(type === 'Update' && former !== undefined ? { formerProperties: former.properties } : {}),
    },
    timeoutSeconds(properties),
    resource.cancelled,
  );
}

/** 1 to 3600, by default 3600 (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html). */
function timeoutSeconds({ ServiceTimeout: given = 3600 }: Input): number {
  const seconds = Number(given);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 3600)
    throw new TemplateError(`ServiceTimeout is ${String(given)}, not an integer from 1 to 3600`);
  return seconds;
}

function deployed(answer: Answer, presentId: string): DeployedResource {
  if (answer.kind === 'success')
    return { ref: answer.physicalId, attributes: answer.data, masked: answer.masked };
  const { reason, physicalId = presentId } = answer;
  throw new ResourceFailure(reason, { ref: physicalId, attributes: {} });
}
