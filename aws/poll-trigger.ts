import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

/** Asks the poll to look at a task now instead of within the minute. Resolves when it is asked, not when it has looked. */
export type TriggerPoll = (taskArn: string) => Promise<void>;

/** `functionName` is the platform stack's output PollTasksFunctionName. It is woken as by an event of DMS. */
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
