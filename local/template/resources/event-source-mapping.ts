import { members, optionalNumber, optionalText, requiredText, textList } from '../../gateway/input';
import { unsupported } from '../../unsupported';
import { type ResourceHandler, TemplateError } from '../handler';

/** AWS::Lambda::EventSourceMapping of a queue. */
export const eventSourceMapping: ResourceHandler = {
  create({ properties }, { eventSources }) {
    const queueArn = requiredText(properties, 'EventSourceArn');
    if (queueArn.split(':')[2] !== 'sqs')
      throw new TemplateError(unsupported(`the event source ${queueArn}`, { instead: 'use a queue' }));
    const id = eventSources.create({
      queueArn,
      functionName: requiredText(properties, 'FunctionName'),
      batchSize: optionalNumber(properties, 'BatchSize') ?? 10,
      windowSeconds: optionalNumber(properties, 'MaximumBatchingWindowInSeconds') ?? 0,
      maximumConcurrency: optionalNumber(members(properties, 'ScalingConfig'), 'MaximumConcurrency') ?? 1000,
      reportsFailures: textList(properties, 'FunctionResponseTypes').includes('ReportBatchItemFailures'),
      enabled: optionalText({ enabled: String(properties['Enabled'] ?? true) }, 'enabled') === 'true',
    });
    return { ref: id, attributes: { Id: id } };
  },
  remove: ({ ref }, { eventSources }) => eventSources.remove(ref),
};
