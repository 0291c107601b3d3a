import { serve } from '@hono/node-server';
import { type AppOptions, createApp } from './create-app';
import { withRememberedNames } from './deployed-names';
import type { ConsolePorts } from './ports';
import { createSession } from './security/session';

export interface RunningConsole {
  /** Address with the one-time token. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

interface Options extends Pick<AppOptions, 'readOnly' | 'pages' | 'feed'> {
  /** 0: a free one. */
  readonly port: number;
}

/** Serves the console to this machine only, once the names of jobs are read. Rejects when the port is in use. */
export async function startServer(given: ConsolePorts, options: Options): Promise<RunningConsole> {
  const ports = withRememberedNames(given);
  const { deployment, platform } = ports.environment;
  // A page says why they cannot be read.
  await Promise.allSettled([
    deployment.jobKeys(platform.environment),
    deployment.loadKeys(platform.environment),
  ]);
  const session = createSession();
  let port = options.port;
  const app = createApp(ports, { ...options, session, port: () => port });
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const started = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, (info) => {
      port = info.port;
      started.off('error', reject);
      resolve(started);
    });
    started.once('error', reject);
  });
  return {
    url: `http://127.0.0.1:${port}/?token=${session.token}`,
    port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}
