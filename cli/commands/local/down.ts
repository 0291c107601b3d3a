import type { Action } from '../../command/invocation';
import { takeDown } from '../../local-environment/take-down';

export const localDown: Action<object> = async (_input, invocation) => {
  await takeDown(invocation);
  return undefined;
};
