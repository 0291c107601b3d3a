import { startServer } from '../../../console/server/start-server';
import type { Invocation } from '../../command/invocation';
import type { Cleanup } from '../../local-environment/cleanup';
import { pagesOf } from '../console/pages';
import { consolePorts } from '../console/ports';

/** Serves the console of the local cloud until the demo ends. Returns its address; undefined when it could not start. */
export async function keepConsole(invocation: Invocation, cleanup: Cleanup): Promise<string | undefined> {
  const quiet = { ...invocation, shell: { ...invocation.shell, remark: () => undefined } };
  const local = { ...quiet, options: { ...quiet.options, environment: 'local' } };
  try {
    const ports = await consolePorts(local, { preview: true });
    const server = await startServer(ports, { readOnly: false, pages: await pagesOf(invocation), port: 0 });
    cleanup.add(() => server.stop());
    return server.url;
  } catch (error) {
    // The demo has succeeded without it.
    invocation.shell.remark(`the console did not start: ${String(error)}`);
    return undefined;
  }
}
