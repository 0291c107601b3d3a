import { startServer } from '../../../console/server/start-server';
import { type Action, present } from '../../command/invocation';
import { noteConsole } from '../../environment/running-console';
import { wrongUse } from '../../errors/exit-codes';
import { consoleDocument } from '../../json/console-documents';
import { endingSignal } from '../../local-environment/signals';
import { openBrowser } from './open-browser';
import { pagesOf } from './pages';
import { consolePorts } from './ports';

interface Input {
  readonly readOnly: boolean;
  readonly open: boolean;
  readonly preview: boolean;
  readonly port: number | undefined;
}

/** Serves the console until Ctrl-C. */
export const openConsole: Action<Input> = async ({ readOnly, open, preview, port = 0 }, invocation) => {
  const { shell, options } = invocation;
  // Rows of a real environment are shown only to who asks for them.
  const ports = await consolePorts(invocation, { preview: preview || options.environment === 'local' });
  const pages = await pagesOf(invocation);
  const signals = endingSignal();
  const server = await startServer(ports, { readOnly, pages, port }).catch((error: unknown) =>
    refuse(error, port),
  );
  let forget = (): void => undefined;
  let removeNote = (): void => undefined;
  try {
    const { url } = server;
    removeNote = noteConsole(shell, ports.environment, server.port);
    present(
      invocation,
      consoleDocument,
      { url, environment: options.environment, readOnly },
      () => `console:\n${url}\npress Ctrl-C to stop it`,
    );
    if (open && shell.interactive) forget = openBrowser(url, shell.workingFolder);
    await signals.received;
    return undefined;
  } finally {
    signals.release();
    forget();
    removeNote();
    await server.stop();
  }
};

function refuse(error: unknown, port: number): never {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    throw wrongUse(`port ${port} is in use`, { cause: error, fix: 'name another, or leave out --port' });
  throw error;
}
