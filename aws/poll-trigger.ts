import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

/** Triggers a poll of a task now, instead of within the minute. Resolves when the poll is triggered, not when it ends. */
export type TriggerPoll = (taskArn: string) => Promise<void>;

/** `functionName` is the platform stack's output PollTasksFunctionName. The trigger is the same as an event of DMS. */
export function createTriggerPoll(functionName: string, client = new LambdaClient({})): TriggerPoll {
  return async (taskArn) => {
    const event = { source: 'aws.dms', resources: [taskArn] };
    await client.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: JSON.stringify(event),
      }),
    );
  };
}
