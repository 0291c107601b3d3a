import type { Cancel, Clock } from '../../clock';
import { type CaptureEnd, whenEnded } from '../capture/capture-end';
import type { CaptureFigures } from '../capture/capture-start';
import { completedRow } from '../capture/captured-tables';
import { changeFileName, partitionFolder } from '../capture/file-names';
import type { Lsn } from '../capture/position';
import type { RunningCapture } from '../capture/running-capture';
import { FatalLoadError, noTables } from '../load/failures';
import type { FullLoad } from '../load/full-load-options';
import { tableFolder } from '../load/target-settings';
import { selectTables } from '../mapping/selection';
import { transformTable } from '../mapping/transformation';
import { findTable, type ReachSource, sourceTables } from './reach-source';
import { simulatedChanges } from './simulated-file';

export interface SimulatedCaptureOptions {
  readonly load: FullLoad;
  readonly reach: ReachSource;
  /** Only changes: every selected table counts as loaded. */
  readonly withoutLoad: boolean;
  readonly from: Lsn | undefined;
  readonly onWritten: (figures: CaptureFigures) => void;
}

/** Interval at which changes of a target with tables count as applied. */
const applyMilliseconds = 10_000;

/** Change capture of numbers: at each batch interval a file per table with the changes since the last one. */
export class SimulatedCapture implements RunningCapture {
  readonly #options: SimulatedCaptureOptions;
  readonly #clock: Clock;
  readonly #died = new AbortController();
  readonly #failure = new AbortController();
  readonly started: Promise<void>;
  #start: () => void = () => undefined;
  #position: Lsn;
  #writtenAt: number;
  #cancel: Cancel = () => undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: SimulatedCaptureOptions) {
    this.#options = options;
    this.#clock = options.load.clock;
    this.started = new Promise((resolve) => {
      this.#start = resolve;
    });
    this.#writtenAt = this.#clock.now().getTime();
    this.#position = options.from ?? BigInt(this.#writtenAt);
    const source = options.reach();
    if (!options.withoutLoad) return;
    const { progress, mappings, settings } = options.load;
    for (const { schema, table } of selectTables(mappings, sourceTables(source)))
      if (!progress.some((row) => row.schema === schema && row.table === table))
        progress.push(completedRow(schema, table, this.#clock.now()));
    if (progress.length === 0 && settings.failOnNoTables) throw new FatalLoadError(noTables);
  }

  get position(): Lsn {
    return this.#position;
  }

  figures(): CaptureFigures {
    return { sourceLatency: 0, targetLatency: (this.#now() - this.#writtenAt) / 1000, incoming: 0 };
  }

  async run(stop: AbortSignal): Promise<CaptureEnd> {
    this.#start();
    this.#writeLater();
    try {
      const end = await whenEnded(stop, this.#died.signal, this.#failure.signal);
      if (end === 'stopped') await this.#write();
      return end;
    } finally {
      this.#cancel();
    }
  }

  async caughtUp(): Promise<void> {}

  async between(work: () => Promise<void>): Promise<void> {
    this.#cancel();
    await this.#write();
    await work();
    this.#writeLater();
  }

  async abandon(): Promise<void> {
    this.#cancel();
  }

  async die(): Promise<void> {
    this.#cancel();
    this.#died.abort();
  }

  fail(error: unknown): void {
    this.#failure.abort(error);
  }

  #now(): number {
    return this.#clock.now().getTime();
  }

  #writeLater(): void {
    const { target } = this.#options.load;
    const interval = target.kind === 'files' ? target.settings.cdc.batchMilliseconds : applyMilliseconds;
    this.#cancel = this.#clock.schedule(new Date(this.#now() + interval), () => {
      this.#write().then(
        () => this.#writeLater(),
        (error: unknown) => this.fail(error),
      );
    });
  }

  #write(): Promise<void> {
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#writeBatch());
    return this.#writing;
  }

  async #writeBatch(): Promise<void> {
    const { load, reach, onWritten } = this.#options;
    const source = reach();
    const now = this.#now();
    const minutes = (now - this.#writtenAt) / 60_000;
    for (const row of load.progress) {
      if (row.state !== 'Table completed') continue;
      const changes = Math.floor((findTable(source, row)?.changesPerMinute ?? 0) * minutes);
      if (changes === 0) continue;
      const suspended = load.script.takeSuspension(`${row.schema}.${row.table}`);
      if (suspended !== undefined) {
        Object.assign(row, { state: 'Table error', error: suspended, updatedAt: new Date(now) });
        continue;
      }
      await this.#put(row, changes, now);
      row.seen.inserts += changes;
      row.applied.inserts += changes;
      row.updatedAt = new Date(now);
      if (this.#died.signal.aborted) return;
    }
    onWritten(this.figures());
    this.#writtenAt = now;
    this.#position = BigInt(now);
  }

  async #put(
    table: { readonly schema: string; readonly table: string },
    changes: number,
    now: number,
  ): Promise<void> {
    const { target, mappings } = this.#options.load;
    if (target.kind === 'tables') return;
    const { settings, objects } = target;
    const staged = transformTable(mappings.transformations, { ...table, columns: [] });
    const at = new Date(now).toISOString().replace('T', ' ').replace('Z', '+00');
    const folder = `${tableFolder(settings, staged.schema, staged.table)}${partitionFolder(settings, at)}`;
    const file = simulatedChanges(settings, changes);
    await objects.put(settings.bucket, `${folder}${changeFileName(settings, now)}`, file);
  }
}
