import { Client, type ClientConfig, type Connection } from 'pg';
import { SourceLostError } from '../load/failures';
import { sessionSettings } from '../load/source';
import { CopyBoth } from './copy-both';
import { formatLsn, type Lsn } from './position';
import { logDecoder } from './source-encoding';

export interface StreamHandlers {
  /** One message of the decoder. For a commit, `lsn` is the end of the transaction. */
  line(text: string, lsn: Lsn): void;
  /** Everything committed before `lsn` has been passed on. */
  idle(lsn: Lsn): void;
}

// The protocol counts microseconds from 2000-01-01.
const postgresEpoch = 946_684_800_000;
const statusEvery = 10_000;

/**
 * Changes of a slot, pushed by the server over the streaming replication protocol. `ended` rejects when the
 * connection breaks.
 */
export class ReplicationStream {
  readonly ended: Promise<void>;
  #confirmed: Lsn;
  #reached: Lsn = 0n;
  #closing = false;
  #connection: Connection | undefined;
  readonly #client: Client;
  readonly #timer: NodeJS.Timeout;

  private constructor(client: Client, query: CopyBoth, from: Lsn) {
    this.#client = client;
    this.#confirmed = from;
    this.ended = new Promise((resolve, reject) => {
      const lost = (error: Error | undefined): void => {
        clearInterval(this.#timer);
        if (this.#closing) resolve();
        else
          reject(
            new SourceLostError(
              `The connection to the source database was lost: ${error?.message ?? 'Connection terminated unexpectedly'}`,
              { cause: error },
            ),
          );
      };
      query.onError = lost;
      client.on('error', lost);
      client.on('end', () => lost(undefined));
    });
    this.ended.catch(() => undefined);
    // Real time: the server measures its timeout by its own clock.
    this.#timer = setInterval(() => this.#report(false), statusEvery);
    this.#timer.unref();
  }

  /** Position before which everything has been passed on. */
  get reached(): Lsn {
    return this.#reached;
  }

  static async open(
    config: ClientConfig,
    slot: string,
    from: Lsn,
    handlers: StreamHandlers,
  ): Promise<ReplicationStream> {
    // pg supports `replication`, but its types do not have it.
    const replicating = { ...config, replication: 'database', application_name: 'lakeferry local DMS' };
    const client = new Client(replicating);
    client.on('error', () => undefined);
    let encoding: string;
    try {
      await client.connect();
      await client.query(sessionSettings);
      const { rows } = await client.query<{ server_encoding: string }>('SHOW server_encoding');
      encoding = rows[0]?.server_encoding ?? 'UTF8';
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new SourceLostError(`Cannot connect to the source database: ${message}`, { cause: error });
    }
    const decode = logDecoder(encoding);
    const options = `"include-xids" '1', "include-timestamp" '1', "skip-empty-xacts" '1'`;
    const query = new CopyBoth(`START_REPLICATION SLOT "${slot}" LOGICAL ${formatLsn(from)} (${options})`);
    const stream = new ReplicationStream(client, query, from);
    const started = new Promise<void>((resolve, reject) => {
      query.onStart = (connection) => {
        stream.#connection = connection;
        resolve();
      };
      stream.ended.catch(reject);
    });
    query.onData = (chunk) => stream.#take(chunk, decode, handlers);
    client.query(query);
    try {
      await started;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    return stream;
  }

  /** Confirms to the server that everything before `lsn` is safe and need not be sent again. */
  confirm(lsn: Lsn): void {
    if (lsn <= this.#confirmed) return;
    this.#confirmed = lsn;
    this.#report(false);
  }

  pause(): void {
    this.#connection?.stream.pause();
  }

  resume(): void {
    this.#connection?.stream.resume();
  }

  /** Resolves when everything before `lsn` has been passed on, or the stream has ended. */
  async reach(lsn: Lsn): Promise<void> {
    let over = false;
    const end = (): void => {
      over = true;
    };
    this.ended.then(end, end);
    while (this.#reached < lsn && !over) {
      this.#report(true);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
  }

  /** Closes the stream, with a farewell unless `abruptly`. */
  async close(abruptly = false): Promise<void> {
    this.#closing = true;
    clearInterval(this.#timer);
    this.resume();
    if (abruptly) this.#connection?.stream.destroy();
    else await this.#client.end().catch(() => undefined);
    await this.ended;
  }

  #take(chunk: Buffer, decode: (bytes: Buffer) => string, handlers: StreamHandlers): void {
    if (this.#closing) return;
    // 'w': start, end, time, payload. 'k': end, time, and whether a reply is requested.
    if (chunk[0] === 0x77) {
      const lsn = chunk.readBigUInt64BE(1);
      handlers.line(decode(chunk.subarray(25)), lsn);
    } else if (chunk[0] === 0x6b) {
      const end = chunk.readBigUInt64BE(1);
      if (end > this.#reached) this.#reached = end;
      handlers.idle(end);
      if (chunk[17] === 1) this.#report(false);
    }
  }

  #report(wantsAnswer: boolean): void {
    if (this.#connection?.stream.writable !== true) return;
    const message = Buffer.alloc(39);
    message.write('d', 0);
    message.writeInt32BE(38, 1);
    message.write('r', 5);
    let written = this.#confirmed;
    if (this.#reached > written) written = this.#reached;
    message.writeBigUInt64BE(written, 6);
    message.writeBigUInt64BE(this.#confirmed, 14);
    message.writeBigUInt64BE(this.#confirmed, 22);
    message.writeBigInt64BE(BigInt(Date.now() - postgresEpoch) * 1000n, 30);
    message.writeInt8(wantsAnswer ? 1 : 0, 38);
    this.#connection.stream.write(message);
  }
}
