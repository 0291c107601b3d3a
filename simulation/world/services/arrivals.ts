import { EventSource } from '@lakeferry/local-cloud/event-source';
import type { CloudContext, InvokeFunction } from '@lakeferry/local-cloud/service';
import type { LocalSqs } from '@lakeferry/local-cloud/sqs';
import { copyToLakeDeadLettersName, copyToLakeQueueName } from '../../../core/lake/copy-to-lake-queues';
import type { Names } from '../names';

/** Creates the queue of staged files and its dead letters, as the platform stack does. */
export function createCopyQueues(sqs: LocalSqs, { environment, arn }: Names): void {
  const deadLetters = copyToLakeDeadLettersName(environment);
  sqs.create(deadLetters);
  sqs.create(copyToLakeQueueName(environment), {
    // Six times the timeout of the function.
    VisibilityTimeout: '1800',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('sqs', deadLetters), maxReceiveCount: 5 }),
  });
}

/** Starts the mapping from the queue of staged files to copy-to-lake. */
export function startCopies(
  context: CloudContext,
  sqs: LocalSqs,
  names: Names,
  invokeFunction: InvokeFunction,
): EventSource {
  const queueArn = names.arn('sqs', copyToLakeQueueName(names.environment));
  const queue = sqs.find(queueArn);
  if (queue === undefined) throw new Error(`there is no queue ${queueArn}`);
  const definition = {
    functionName: names.functionArn('copy-to-lake'),
    queueArn,
    batchSize: 100,
    windowSeconds: 1,
    maximumConcurrency: 10,
    reportsFailures: true,
    enabled: true,
  };
  const source = new EventSource(context, queue, definition, invokeFunction, () => undefined);
  source.start();
  return source;
}

/** Event of EventBridge about an object that was stored. */
export function objectCreated(bucket: string, key: string): string {
  const detail = { bucket: { name: bucket }, object: { key } };
  return JSON.stringify({ source: 'aws.s3', 'detail-type': 'Object Created', detail });
}
