import { SFNClient } from '@aws-sdk/client-sfn';
import { AwsError, type Caller } from '@lakeferry/local-cloud/service';
import type { StepFunctions } from '@lakeferry/local-cloud/stepfunctions';
import { sdkAnswer, wireInput } from '../../../simulation/world/seam/copies';
import { sdkError } from '../../../simulation/world/seam/failures';

/**
 * Client of the local Step Functions without signature and socket: tests make thousands of runs.
 * test/aws/executions.test.ts has both.
 */
export function directClient({ operations }: StepFunctions, caller: Caller): SFNClient {
  const client = new SFNClient({ region: 'eu-west-1' });
  client.middlewareStack.add(
    (_next, { commandName = '' }) =>
      async ({ input }) => {
        const operation = operations[commandName.replace(/Command$/, '')];
        if (operation === undefined) throw new Error(`Step Functions has no ${commandName}`);
        try {
          const answer = sdkAnswer(await operation(Object(wireInput(input)), caller));
          return { response: {}, output: { ...Object(answer), $metadata: {} } };
        } catch (cause) {
          if (!(cause instanceof AwsError)) throw cause;
          throw sdkError({ name: cause.code, message: cause.message, status: cause.statusCode });
        }
      },
    { step: 'initialize' },
  );
  return client;
}
