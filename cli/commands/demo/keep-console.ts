import { startServer } from '../../../console/server/start-server';
import type { Invocation } from '../../command/invocation';
import { noteConsole } from '../../environment/running-console';
import type { Cleanup } from '../../local-environment/cleanup';
import { pagesOf } from '../console/pages';
import { consolePorts } from '../console/ports';

/** Serves the console of the local cloud until the demo ends, and prints its address. */
export async function keepConsole(invocation: Invocation, cleanup: Cleanup): Promise<void> {
  const { shell, options } = invocation;
  const quiet = { ...invocation, shell: { ...shell, remark: () => undefined } };
  const local = { ...quiet, options: { ...quiet.options, environment: 'local' } };
  try {
    const ports = await consolePorts(local, { preview: true });
    const server = await startServer(ports, { readOnly: false, pages: await pagesOf(invocation), port: 0 });
    cleanup.add(() => server.stop());
    const removeNote = noteConsole(shell, ports.environment, server.port);
    cleanup.add(removeNote);
    if (!options.json) shell.print(`\nconsole:\n${server.url}`);
  } catch (error) {
    // The demo has succeeded without it.
    shell.remark(`the console did not start: ${String(error)}`);
  }
}
