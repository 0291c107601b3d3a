import type { Action } from '../../command/invocation';
import { upDetached } from '../../local-environment/detached';
import { upInForeground } from '../../local-environment/foreground';
import { pathIn } from '../../shell';

interface Input {
  readonly detach: boolean;
  readonly port: number | undefined;
  readonly data: string | undefined;
}

export const localUp: Action<Input> = async ({ detach, port, data }, invocation) => {
  const options = { port, data: data === undefined ? undefined : pathIn(invocation.shell, data) };
  if (!detach) return upInForeground(invocation, options);
  await upDetached(invocation, options);
  return undefined;
};
