import type { Client } from 'pg';
import type { Cancel } from '../../clock';
import { changesFail } from '../task-log-lines';
import { connectSource, whileConnected } from '../load/source';
import { type CaptureEnd, whenEnded } from './capture-end';
import { addTables, type CaptureFigures, type CaptureOptions, findStart, openStream } from './capture-start';
import { type CapturedTable, CapturedTables } from './captured-tables';
import { commitTime } from './file-names';
import { Pending } from './pending';
import type { RunningCapture } from './running-capture';
import type { Lsn } from './position';
import type { ReplicationStream } from './replication-stream';
import { currentPosition } from './slots';
import { type Transaction, TransactionReader } from './transactions';

/**
 * Change capture of one task, from a slot into its target. A batch contains whole transactions in commit
 * order. The slot is confirmed only when they are in files. A batch that a crash interrupted is written again
 * under the same names.
 */
export class Capture implements RunningCapture {
  readonly #options: CaptureOptions;
  readonly #client: Client;
  readonly #tables: CapturedTables;
  readonly #died = new AbortController();
  readonly #failure = new AbortController();
  readonly #warned = new Set<string>();
  readonly slotCreated: boolean;
  #stream: ReplicationStream | undefined;
  #position: Lsn;
  /** Batch that a crash interrupted. It consists of the same transactions again. */
  #redo: { readonly end: Lsn } | undefined;
  readonly #pending: Pending;
  #writing: { readonly since: Date; readonly changes: number } | undefined;
  #sourceLatency = 0;
  #cancelTimer: Cancel = () => undefined;
  #work: Promise<void> = Promise.resolve();
  #ending = false;
  #isPastStop = false;

  private constructor(
    options: CaptureOptions,
    client: Client,
    start: { readonly position: Lsn; readonly created: boolean },
  ) {
    this.#options = options;
    this.started = new Promise((resolve) => {
      this.#start = resolve;
    });
    this.#client = client;
    this.slotCreated = start.created;
    this.#position = start.position;
    const end = options.sink.interrupted;
    this.#redo = end !== undefined && end > start.position ? { end } : undefined;
    this.#pending = new Pending(options.sink.batchBytes);
    this.#tables = new CapturedTables(options.mappings, options.progress, () => options.clock.now());
  }

  /**
   * Opens or creates the slot and finds the tables. From now on the source keeps changes until `run` reads
   * them.
   */
  static async open(options: CaptureOptions): Promise<Capture> {
    const client = await connectSource(options.source);
    try {
      const start = await whileConnected(() => findStart(client, options));
      if (options.withoutLoad) await whileConnected(() => addTables(client, options));
      return new Capture(options, client, start);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  /** Position before which every change is in a file. */
  get position(): Lsn {
    return this.#position;
  }

  figures(): CaptureFigures {
    const since = this.#writing?.since ?? this.#pending.since;
    const now = this.#options.clock.now().getTime();
    return {
      sourceLatency: this.#sourceLatency,
      targetLatency: since === undefined ? 0 : (now - since.getTime()) / 1000,
      incoming: this.#pending.changes + (this.#writing?.changes ?? 0),
    };
  }

  /**
   * Reads and writes until `stop` fires. Throws what ends the task: a lost source or target, or a failed
   * table under STOP_TASK.
   */
  async run(stop: AbortSignal): Promise<CaptureEnd> {
    const { clock, source, slot } = this.#options;
    const reader = new TransactionReader(
      (table) => this.#tables.mayTake(table),
      (transaction) => this.#take(transaction),
    );
    const ended = whenEnded(stop, this.#died.signal, this.#failure.signal);
    try {
      this.#stream = await clock.track(
        openStream(source, slot, this.#position, {
          line: (text, lsn) => reader.line(text, lsn),
          idle: (lsn) => this.#idle(lsn),
        }),
      );
      this.#start();
      const end = await Promise.race([ended, this.#stream.ended.then(() => 'died' as const)]);
      this.#ending = true;
      this.#cancelTimer();
      if (end === 'stopped' && this.#redo === undefined) await this.flush();
      return end;
    } finally {
      this.#ending = true;
      this.#cancelTimer();
      await clock.track(this.#close());
    }
  }

  /** Settles when changes are being read. */
  readonly started: Promise<void>;
  #start: () => void = () => undefined;

  /** Writes the pending changes now. */
  flush(): Promise<void> {
    return this.#enqueue(() => this.#writePending());
  }

  /**
   * Resolves when everything committed so far has been read, or the capture ends. After that the clock may
   * advance to the write.
   */
  async caughtUp(): Promise<void> {
    try {
      const lsn = await currentPosition(this.#client);
      await this.#stream?.reach(lsn);
    } catch (error) {
      if (!this.#ending) throw error;
    }
  }

  /** Runs `work` between two batches, while nothing is read. Pending changes are written before. */
  async between(work: () => Promise<void>): Promise<void> {
    await this.#enqueue(async () => {
      this.#stream?.pause();
      try {
        await this.#writePending();
        await work();
      } finally {
        this.#stream?.resume();
      }
    });
  }

  /** Closes the connection to the source without writing. `run` does so itself. */
  async abandon(): Promise<void> {
    this.#ending = true;
    this.#cancelTimer();
    await this.#close();
  }

  /** Behaves as if the process crashed: nothing more is written or confirmed. */
  async die(): Promise<void> {
    this.#ending = true;
    this.#died.abort();
    this.#cancelTimer();
    await this.#work.catch(() => undefined);
  }

  /** Ends the capture with an error, for tests. */
  fail(error: unknown): void {
    this.#failure.abort(error);
  }

  #take(transaction: Transaction): void {
    if (transaction.end <= this.#position || transaction.changes.length === 0 || this.#ending) return;
    const { clock, lastCommit, onPastStop } = this.#options;
    if (this.#isPastStop) return;
    if (lastCommit !== undefined && commitTime(transaction.committedAt) > lastCommit) {
      this.#isPastStop = true;
      onPastStop?.();
      return;
    }
    const lateness = Date.now() - commitTime(transaction.committedAt).getTime();
    this.#sourceLatency = Math.max(0, lateness / 1000);
    const isFirst = this.#pending.isEmpty;
    this.#pending.add(transaction, clock.now());
    if (this.#redo !== undefined) {
      if (transaction.end >= this.#redo.end) this.#flushOrFail();
      return;
    }
    if (isFirst) this.#flushLater();
    if (!this.#pending.isFull) return;
    // Data that arrives during the write waits in the connection.
    this.#stream?.pause();
    this.#flushOrFail();
  }

  #flushLater(): void {
    const { clock, sink } = this.#options;
    const due = new Date(clock.now().getTime() + sink.batchMilliseconds);
    this.#cancelTimer = clock.schedule(due, () => this.#flushOrFail());
  }

  #idle(lsn: Lsn): void {
    this.#sourceLatency = 0;
    if (this.#ending || this.#isPastStop || !this.#pending.isEmpty || this.#writing !== undefined) return;
    if (this.#redo !== undefined && lsn >= this.#redo.end) this.#redo = undefined;
    if (lsn <= this.#position || this.#redo !== undefined) return;
    this.#position = lsn;
    this.#stream?.confirm(lsn);
  }

  #flushOrFail(): void {
    this.flush().catch((error: unknown) => this.#failure.abort(error));
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(async () => {
      if (!this.#died.signal.aborted) await work();
    });
    this.#work = done.catch(() => undefined);
    return this.#options.clock.track(done);
  }

  async #writePending(): Promise<void> {
    const { clock } = this.#options;
    const redo = this.#redo;
    this.#cancelTimer();
    const { since = clock.now(), changes } = this.#pending;
    // An interrupted batch consists of the same transactions again. Later ones form another batch.
    const transactions = this.#pending.take(redo?.end, clock.now());
    if (!this.#pending.isEmpty) this.#flushLater();
    const end = transactions.at(-1)?.end;
    if (end === undefined) {
      this.#stream?.resume();
      return;
    }
    this.#writing = { since, changes: changes - this.#pending.changes };
    try {
      await this.#write(transactions, end, redo !== undefined);
      this.#position = end;
      this.#options.onWritten(this.figures());
    } catch (error) {
      if (this.#died.signal.aborted) return;
      await whileConnected(() => Promise.reject(error));
    } finally {
      this.#writing = undefined;
    }
    this.#redo = undefined;
    this.#stream?.confirm(end);
    this.#stream?.resume();
  }

  async #write(transactions: readonly Transaction[], end: Lsn, again: boolean): Promise<void> {
    const { sink, progress, clock, injectedFailure } = this.#options;
    const died = this.#died.signal;
    await sink.write({
      client: this.#client,
      tables: this.#tables,
      transactions,
      position: this.#position,
      end,
      again,
      now: clock.now(),
      died,
      warn: (line) => this.#warn(line),
      suspend: (table, message) => this.#suspend(table, message),
      injectedFailure,
    });
    died.throwIfAborted();
    for (const row of progress) if (row.state === 'Table completed') row.updatedAt = clock.now();
  }

  #suspend({ schema, table, progress }: CapturedTable, message: string): void {
    progress.state = 'Table error';
    progress.error = message;
    this.#options.taskLog(...changesFail({ schema, table }, message));
    this.#warn(`changes of table ${schema}.${table} failed: ${message}`);
  }

  #warn(line: string): void {
    if (!this.#warned.has(line)) this.#options.log(`DMS: ${line}`);
    this.#warned.add(line);
  }

  async #close(): Promise<void> {
    const abruptly = this.#died.signal.aborted;
    await this.#work.catch(() => undefined);
    await this.#stream?.close(abruptly).catch(() => undefined);
    await this.#options.sink.close().catch(() => undefined);
    await this.#client.end().catch(() => undefined);
  }
}
