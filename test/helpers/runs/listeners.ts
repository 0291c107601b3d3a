import { createServer, type Server, type Socket } from 'node:net';

/** What a port does that no database listens on. */
export type Manner = 'hangs' | 'resets' | 'talks-nonsense';

export interface Listener {
  readonly port: number;
  stop(): Promise<void>;
}

export function startListener(manner: Manner): Promise<Listener> {
  return listen((socket) => {
    if (manner === 'resets') socket.once('data', () => socket.resetAndDestroy());
    if (manner === 'resets') setTimeout(() => socket.resetAndDestroy(), 50);
    if (manner === 'talks-nonsense') socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
  });
}

/** A port that nothing listens on. */
export async function closedPort(): Promise<number> {
  const { port, stop } = await listen(() => undefined);
  await stop();
  return port;
}

export interface Relay extends Listener {
  /** From now on nothing passes in either direction, and nobody is told. */
  freeze(): void;
  /** Cuts every connection. */
  cut(): void;
}

/** A port that passes everything on to a server, until told otherwise. */
export async function startRelay(to: { readonly host: string; readonly port: number }): Promise<Relay> {
  const { connect } = await import('node:net');
  const pairs: { near: Socket; far: Socket }[] = [];
  const listener = await listen((near) => {
    const far = connect(to.port, to.host);
    far.on('error', () => near.destroy());
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    near.pipe(far);
    far.pipe(near);
    pairs.push({ near, far });
  });
  return {
    ...listener,
    freeze() {
      for (const { near, far } of pairs) {
        near.unpipe();
        far.unpipe();
        near.pause();
        far.pause();
      }
    },
    cut() {
      for (const { near, far } of pairs) {
        near.resetAndDestroy();
        far.destroy();
      }
    },
  };
}

function listen(onSocket: (socket: Socket) => void): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    onSocket(socket);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : 0,
        stop: () =>
          new Promise((stopped) => {
            for (const socket of sockets) socket.destroy();
            server.close(() => stopped());
          }),
      });
    });
  });
}
