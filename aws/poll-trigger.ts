import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { requestLimits } from './request-limits';

/** Triggers a poll of a task now, instead of within the minute. Resolves when the poll is triggered, not when it ends. */
export type TriggerPoll = (taskArn: string) => Promise<void>;

/** `functionName` is the platform stack's output PollTasksFunctionName. The trigger is the same as an event of DMS. */
export function createTriggerPoll(
  functionName: string,
  client = new LambdaClient(requestLimits),
): TriggerPoll {
  return (taskArn) => invoke(client, functionName, { source: 'aws.dms', resources: [taskArn] });
}

/** Triggers a poll of everything, as the schedule does. */
export function createTriggerWholePoll(
  functionName: string,
  client = new LambdaClient(requestLimits),
): () => Promise<void> {
  return () => invoke(client, functionName, {});
}

async function invoke(client: LambdaClient, FunctionName: string, event: object): Promise<void> {
  await client.send(
    new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: JSON.stringify(event) }),
  );
}
