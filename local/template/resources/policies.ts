import { members, optionalText, requiredText, textList } from '../../gateway/input';
import type { Input } from '../../service';
import { unsupported } from '../../unsupported';
import { type DeployTargets, type Resource, type ResourceHandler, TemplateError } from '../handler';

/** Policies of buckets, queues, topics and functions, checked in addition to those of roles. */
export const resourcePolicyHandlers: Readonly<Record<string, ResourceHandler>> = {
  'AWS::S3::BucketPolicy': policy(({ properties }) => [`arn:aws:s3:::${requiredText(properties, 'Bucket')}`]),
  'AWS::SQS::QueuePolicy': policy(({ properties }, { sqs }) =>
    textList(properties, 'Queues').map((url) => {
      const queue = sqs.find(url);
      if (queue === undefined) throw new TemplateError(`the queue ${url} does not exist`);
      return sqs.arn(queue);
    }),
  ),
  'AWS::SNS::TopicPolicy': policy(({ properties }) => textList(properties, 'Topics')),
  'AWS::Lambda::Permission': policy(
    ({ properties }, { context }) => [functionArn(properties, context)],
    ({ properties }, { context }) => permission(properties, functionArn(properties, context)),
  ),
};

function policy(
  resourcesOf: (resource: Resource, targets: DeployTargets) => readonly string[],
  documentOf: (resource: Resource, targets: DeployTargets) => Input = ({ properties }) =>
    members(properties, 'PolicyDocument'),
): ResourceHandler {
  return {
    create(resource, targets) {
      const ref = resource.generatedName(128);
      const document = documentOf(resource, targets);
      for (const arn of resourcesOf(resource, targets)) targets.permissions.resources.put(arn, ref, document);
      return { ref, attributes: { Id: ref } };
    },
    remove: ({ ref }, { permissions }) => permissions.resources.remove(ref),
  };
}

function functionArn(properties: Input, { region, account }: DeployTargets['context']): string {
  const given = requiredText(properties, 'FunctionName');
  return given.startsWith('arn:') ? given : `arn:aws:lambda:${region}:${account}:function:${given}`;
}

/**
 * Statement that AddPermission creates. It compares a source by StringLike
 * (https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html).
 */
function permission(properties: Input, resource: string): Input {
  const known = ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'];
  const other = Object.keys(properties).find((name) => !known.includes(name));
  if (other !== undefined) throw new TemplateError(unsupported(other));
  const principal = requiredText(properties, 'Principal');
  const [arn, account] = [optionalText(properties, 'SourceArn'), optionalText(properties, 'SourceAccount')];
  return {
    Statement: {
      Effect: 'Allow',
      Action: requiredText(properties, 'Action'),
      Resource: resource,
      Principal: principal.endsWith('.amazonaws.com') ? { Service: principal } : { AWS: principal },
      Condition: {
        ...(arn === undefined ? {} : { StringLike: { 'aws:SourceArn': arn } }),
        ...(account === undefined ? {} : { StringEquals: { 'aws:SourceAccount': account } }),
      },
    },
  };
}
