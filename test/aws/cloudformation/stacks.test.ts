import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { createStacks } from '../../../aws/cloudformation/stacks';

const stacksWith = (send: () => Promise<unknown>) =>
  createStacks({ send } as unknown as CloudFormationClient);
const failing = (name: string, message: string) => async () => {
  throw Object.assign(new Error(message), { name });
};

test('a stack has the status that CloudFormation says', async () => {
  const stacks = stacksWith(async () => ({ Stacks: [{ StackStatus: 'UPDATE_IN_PROGRESS' }] }));
  expect(await stacks.statusOf('arn:stack')).toBe('UPDATE_IN_PROGRESS');
});

test('a stack that CloudFormation does not know is gone, and a refusal is an error', async () => {
  const gone = stacksWith(failing('ValidationError', 'Stack with id arn:stack does not exist'));
  expect(await gone.statusOf('arn:stack')).toBe('gone');
  expect(await stacksWith(async () => ({})).statusOf('arn:stack')).toBe('gone');
  const refusals = [
    ['AccessDenied', 'no'],
    ['ValidationError', 'something else'],
  ] as const;
  for (const [name, message] of refusals)
    await expect(stacksWith(failing(name, message)).statusOf('arn:stack')).rejects.toThrow(message);
});
