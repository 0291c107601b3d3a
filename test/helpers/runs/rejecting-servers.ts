import { createServer, type Socket } from 'node:net';
import type { Listener } from './listeners';

/** Port that rejects every login with an error, in the protocol of its engine. */
export function startRejectingServer(answer: (socket: Socket) => void): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    answer(socket);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const stop = async (): Promise<void> => {
        for (const socket of sockets) socket.destroy();
        await new Promise((closed) => server.close(closed));
      };
      resolve({ port, stop });
    });
  });
}

/** MySQL rejects a host before it says anything else, and a login after the client has sent it. */
export function rejectAsMysql(
  number: number,
  message: string,
  when: 'at-once' | 'after-login',
): (socket: Socket) => void {
  const error = (sequence: number, state: string): Buffer =>
    mysqlPacket(sequence, Buffer.from([0xff, number & 0xff, number >> 8]), Buffer.from(`${state}${message}`));
  return (socket) => {
    if (when === 'at-once') {
      socket.end(error(0, ''));
      return;
    }
    socket.write(mysqlPacket(0, mysqlGreeting));
    socket.once('data', () => socket.end(error(2, '#HY000')));
  };
}

function mysqlPacket(sequence: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(4);
  header.writeUIntLE(body.length, 0, 3);
  header[3] = sequence;
  return Buffer.concat([header, body]);
}

/** Greeting of protocol 10 with PROTOCOL_41, SECURE_CONNECTION and PLUGIN_AUTH. */
const mysqlGreeting = Buffer.concat([
  Buffer.from('\x0a8.0.36\0\x01\0\0\0'),
  Buffer.from('12345678\0'),
  Buffer.from([0x00, 0x82, 0x2d, 0x02, 0x00, 0x08, 0x00, 21]),
  Buffer.alloc(10),
  Buffer.from('abcdefghijkl\0mysql_native_password\0'),
]);

/** SQL Server says in its prelogin response whether it requires encryption, and rejects a login in the next response. */
export function rejectAsSqlServer(
  error: 'requires-encryption' | { readonly number: number; readonly message: string },
): (socket: Socket) => void {
  const encryption = error === 'requires-encryption' ? 0x03 : 0x02;
  const prelogin = Buffer.concat([
    Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff]),
    Buffer.from([16, 0, 0, 0, 0, 0]),
    Buffer.from([encryption]),
  ]);
  return (socket) => {
    socket.once('data', () => {
      socket.write(tdsPacket(prelogin));
      if (error !== 'requires-encryption')
        socket.once('data', () => socket.end(tdsPacket(loginError(error))));
    });
  };
}

function tdsPacket(body: Buffer): Buffer {
  const header = Buffer.from([4, 1, 0, 0, 0, 0, 1, 0]);
  header.writeUInt16BE(body.length + 8, 2);
  return Buffer.concat([header, body]);
}

/** Tokens ERROR and DONE. */
function loginError({ number, message }: { readonly number: number; readonly message: string }): Buffer {
  const text = Buffer.from(message, 'utf16le');
  const head = Buffer.alloc(8);
  head.writeInt32LE(number, 0);
  head[4] = 1;
  head[5] = 14;
  head.writeUInt16LE(message.length, 6);
  const body = Buffer.concat([head, text, Buffer.from([0, 0]), Buffer.from([1, 0, 0, 0])]);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(body.length);
  const done = Buffer.from([0xfd, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([Buffer.from([0xaa]), length, body, done]);
}
