import { optionalText, texts } from '../../gateway/input';
import type { DeployedResource, DeployTargets, Resource, ResourceHandler } from '../handler';

/**
 * AWS::SQS::Queue, standard. A changed queue keeps its messages, and loses the attributes that are no longer
 * in the template.
 */
export const queue: ResourceHandler = {
  create: put,
  update: (resource, _former, targets) => put(resource, targets),
  remove: ({ attributes }, { sqs }) => sqs.remove(String(attributes['QueueName'])),
};

function put({ properties, generatedName }: Resource, { sqs }: DeployTargets): DeployedResource {
  const name = optionalText(properties, 'QueueName') ?? generatedName(80);
  const { RedrivePolicy, QueueName, Tags, ...rest } = properties;
  const attributes = texts({ rest }, 'rest');
  const made = sqs.deploy(
    name,
    RedrivePolicy === undefined
      ? attributes
      : { ...attributes, RedrivePolicy: JSON.stringify(RedrivePolicy) },
  );
  return { ref: sqs.url(made), attributes: { Arn: sqs.arn(made), QueueName: name, QueueUrl: sqs.url(made) } };
}
