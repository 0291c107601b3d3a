import type { Run } from '../../command';
import { wrongUse } from '../../exit-codes';
import { takeDown, upDetached } from '../../local-environment/detached';
import { upInForeground } from '../../local-environment/foreground';
import { pathIn } from '../../shell';

export const localUp: Run = async (invocation) => {
  const { port, data, detach } = invocation.own;
  const options = {
    port: portNumber(port),
    data: typeof data === 'string' ? pathIn(invocation.shell, data) : undefined,
  };
  if (detach !== true) return upInForeground(invocation, options);
  await upDetached(invocation, options);
  return undefined;
};

export const localDown: Run = async (invocation) => {
  await takeDown(invocation);
  return undefined;
};

function portNumber(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw wrongUse(`--port "${text}" is no port: write 1 to 65535, or leave it out for a free one`);
}
