import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { LoadStoppedError } from './failures';

/**
 * Bytes of `COPY ... TO STDOUT`, as they arrive. Ends early, with an error, when `signal` fires or the
 * connection breaks.
 */
export async function* copyOut(client: Client, sql: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  if (signal.aborted) throw new LoadStoppedError('the load was stopped');
  const stream = client.query(copyTo(sql, { highWaterMark: 1024 * 1024 }));
  const stop = (): void => {
    stream.destroy(new LoadStoppedError('the load was stopped'));
  };
  // A broken connection is reported to the client, but not always to the stream.
  const broken = (error: Error): void => {
    stream.destroy(error);
  };
  const ended = (): void => broken(new Error('Connection terminated unexpectedly'));
  signal.addEventListener('abort', stop, { once: true });
  client.on('error', broken);
  client.on('end', ended);
  try {
    yield* stream;
  } finally {
    signal.removeEventListener('abort', stop);
    client.removeListener('error', broken);
    client.removeListener('end', ended);
  }
}
