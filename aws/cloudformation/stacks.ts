import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { errorName, toRunError } from '../errors';
import { requestLimits } from '../request-limits';

export interface Stacks {
  /** Status of the stack with this ARN. `gone` when CloudFormation does not know it. */
  statusOf(stackId: string): Promise<string>;
}

export function createStacks(client = new CloudFormationClient(requestLimits)): Stacks {
  return {
    async statusOf(stackId) {
      try {
        const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: stackId }));
        return stack?.StackStatus ?? 'gone';
      } catch (error) {
        // The error of a stack that does not exist has no name of its own.
        if (errorName(error) === 'ValidationError' && String(error).includes('does not exist')) return 'gone';
        throw toRunError(error, `describing the stack ${stackId}`);
      }
    },
  };
}
