import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { requestLimits } from './request-limits';

/** Invokes a function again with an event. Resolves when Lambda has accepted the event, not when the function ends. */
export type ContinueFunction = (event: object) => Promise<void>;

export function createContinueFunction(
  functionName: string,
  client = new LambdaClient(requestLimits),
): ContinueFunction {
  return async (event) => {
    await client.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: JSON.stringify(event),
      }),
    );
  };
}
