import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { DrivenClock } from '@lakeferry/local-cloud/clock';
import { createGlue, type LocalGlue } from '@lakeferry/local-cloud/glue';
import { createS3, type LocalS3 } from '@lakeferry/local-cloud/s3';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { createSnapshots, type Snapshots } from '../../../application/lake/snapshots';
import type { History } from '../../../aws/history/history';
import { createCatalogue } from '../../../aws/lake/catalogue';
import { createLakeDocuments } from '../../../aws/lake/documents';
import { createLakeObjects } from '../../../aws/lake/objects';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { PublishingPlan } from '../../../core/planning/publishing-plan';
import { newRun } from '../../../core/runs/record/new-run';
import { attemptOf, runIdOf } from '../../../core/runs/record/run-identity';
import type { TableRecord } from '../../../core/runs/record/table-record';
import { publishesAfter } from '../../../core/runs/verdict/publish-verdict';
import { verdictOf } from '../../../core/runs/verdict/verdict';
import { openAttempt } from '../../../functions/open-run/open-attempt';
import type { PublishPorts } from '../../../functions/publish-snapshot/publish-ports';
import { type Published, publishSnapshot } from '../../../functions/publish-snapshot/publish-snapshot';
import { startTestGateway, type TestGateway } from '../local/local-gateway';
import { memoryHistory } from './memory-history';
import { sampleJob } from './plan';
import { scheduledInput } from './run-input';
import { Reported } from './reporting';

export const database = 'lakeferry_dev_sales';
export const prefix = 'lake/orders';
const snapshotPlan: PublishingPlan = {
  kind: 'snapshot',
  prefix,
  lowerCase: false,
  keep: 7,
  catalogue: { database },
};

/** A history in memory, the local S3 and Glue, and the function in between: what PublishSnapshot meets. */
export class PublishBench {
  readonly clock: DrivenClock;
  readonly history: History = memoryHistory();
  job: JobPlan = sampleJob(
    { department: 'sales', job: 'orders-daily', tables: ['orders', 'items'] },
    { publishing: snapshotPlan },
  );
  /** Calls of ports so far, and the one after which the process dies. */
  calls = 0;
  killAtCall: number | undefined;
  /** Run after each call: what a reader would see then. */
  afterCall: () => Promise<void> = async () => undefined;
  /** Asked at each file: whether the shift is over. */
  isLate: () => boolean = () => false;
  /** Milliseconds for which the invocation has worked. */
  worked = 0;
  s3: LocalS3;
  glue: LocalGlue;
  client: TestGateway['client'];
  readonly #gateway: TestGateway;
  #livePorts: PublishPorts | undefined;

  private constructor(made: { clock: DrivenClock; gateway: TestGateway; s3: LocalS3; glue: LocalGlue }) {
    this.clock = made.clock;
    this.#gateway = made.gateway;
    this.s3 = made.s3;
    this.glue = made.glue;
    this.client = made.gateway.client;
  }

  static async open(): Promise<PublishBench> {
    let services: { s3: LocalS3; glue: LocalGlue } | undefined;
    const clock = new DrivenClock(new Date('2026-03-01T10:00:00Z'));
    const gateway = await startTestGateway((context) => {
      services = { s3: createS3(context), glue: createGlue(context) };
      return [services.s3, services.glue];
    }, clock);
    if (services === undefined) throw new Error('the gateway made no services');
    const bench = new PublishBench({ clock, gateway, ...services });
    await bench.s3.objects.createBucket('staging');
    await bench.s3.objects.createBucket('lake');
    bench.glue.putDatabase(database);
    return bench;
  }

  stop(): Promise<void> {
    return this.#gateway.stop();
  }

  plan(over: Partial<typeof snapshotPlan>): void {
    this.job = { ...this.job, publishing: { ...snapshotPlan, ...over } as PublishingPlan };
  }

  get snapshots(): Snapshots {
    return createSnapshots(this.livePorts, 'lake', prefix);
  }

  /** A run of that day of March whose load began now (on the clock) and is done; DMS says `tables`. */
  async loaded(
    day: number,
    tables: Readonly<Record<string, number | 'error'>>,
    isJudged = true,
  ): Promise<string> {
    const at = new Date(Date.UTC(2026, 2, day, 10)).toISOString().replace('.000', '');
    const input = scheduledInput({}, at);
    const run = runIdOf(input);
    const record = await this.history.openRun(newRun(input, 'arn:execution', 400, this.clock.now()));
    await this.history.recordStart(run, { requestedAt: this.clock.now().toISOString() });
    const records = Object.entries(tables).map(
      ([table, rows]): TableRecord => ({
        schema: 'sales',
        table,
        state: rows === 'error' ? 'Table error' : 'Table completed',
        rows: rows === 'error' ? 0 : rows,
        errorRows: 0,
        startedAt: this.clock.now().toISOString(),
        finishedAt: this.clock.now().toISOString(),
      }),
    );
    await this.history.recordTables(record, records);
    if (!isJudged) return run;
    const verdict = verdictOf('succeeded', [], { tables: records });
    await this.history.recordVerdict(
      run,
      verdict,
      this.clock.now().toISOString(),
      publishesAfter(verdict, this.job),
    );
    return run;
  }

  /** A retry of `firstAttempt` that loads `tables` now and takes over all others. */
  async retried(
    firstAttempt: string,
    attempt: number,
    tables: Readonly<Record<string, number>>,
  ): Promise<string> {
    const now = this.clock.now();
    const earlier = await this.history.runWithTables(attemptOf(firstAttempt, attempt - 1));
    if (earlier === undefined) throw new Error('there is no earlier attempt');
    const input = scheduledInput({
      trigger: {
        by: 'retry',
        run: firstAttempt,
        attempt,
        requestedBy: 'ada',
        requestedAt: now.toISOString(),
        requestId: 'r',
      },
    });
    const record = await this.history.openRun(newRun(input, 'arn:execution', 400, now));
    await openAttempt({ ...this.livePorts }, record, this.job);
    await this.history.recordStart(record.run, { requestedAt: now.toISOString() });
    const loaded = Object.entries(tables).map(
      ([table, rows]): TableRecord => ({
        schema: 'sales',
        table,
        state: 'Table completed',
        rows,
        errorRows: 0,
      }),
    );
    await this.history.recordTables(record, loaded);
    const whole = (await this.history.runWithTables(record.run))?.tables ?? [];
    await this.history.recordVerdict(
      record.run,
      verdictOf('succeeded', [], { tables: whole }),
      now.toISOString(),
      'snapshot',
    );
    return record.run;
  }

  /** Closes a run as failed. */
  async fail(run: string): Promise<void> {
    await this.history.closeRun(run, {
      at: this.clock.now().toISOString(),
      otherwise: verdictOf('failed', [{ code: 'table-error', detail: '' }], { tables: [] }),
    });
  }

  /** Puts a Parquet file of so many rows into the table's staging folder. */
  async stage(table: string, file: string, rows: number): Promise<void> {
    await this.put(table, file, parquet(rows));
  }

  async put(table: string, file: string, body: Buffer): Promise<void> {
    await this.s3.objects.put('staging', `sales/orders-daily/sales/${table}/${file}`, body);
  }

  /** A day's load, staged and published; the run's id. */
  async day(day: number, tables: Readonly<Record<string, number>>): Promise<string> {
    const run = await this.loaded(day, tables);
    await this.clock.advance(60_000);
    for (const [table, rows] of Object.entries(tables))
      if (rows > 0) await this.stage(table, 'LOAD00000001.parquet', rows);
    await this.publish(run);
    return run;
  }

  publish(run: string): Promise<Published> {
    return publishSnapshot(this.mortalPorts, { run }, this.clock.now());
  }

  async keys(): Promise<readonly string[]> {
    return (await this.s3.objects.list('lake', '')).map(({ key }) => key);
  }

  get livePorts(): PublishPorts {
    this.#livePorts ??= this.#makePorts();
    return this.#livePorts;
  }

  #makePorts(): PublishPorts {
    const s3 = new S3Client({ ...this.client, forcePathStyle: true });
    return {
      history: this.history,
      plans: { job: async () => this.job },
      objects: createLakeObjects({ client: s3 }),
      documents: createLakeDocuments(s3),
      catalogue: createCatalogue(new GlueClient({ ...this.client, maxAttempts: 1 })),
      stagingBucket: 'staging',
      lakeBucket: 'lake',
      log: new Reported().log,
      startClock: () => () => this.isLate(),
      time: () => new Date(this.clock.now().getTime() + this.worked),
    };
  }

  get mortalPorts(): PublishPorts {
    const live = this.livePorts;
    return {
      ...live,
      history: this.#mortal(live.history),
      plans: this.#mortal(live.plans),
      objects: this.#mortal(live.objects),
      documents: this.#mortal(live.documents),
      catalogue: this.#mortal(live.catalogue),
    };
  }

  /** The port, whose fatal call is done and never answered. */
  #mortal<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, member) => {
        const value: unknown = Reflect.get(target, member);
        if (typeof value !== 'function') return value;
        return async (...given: readonly unknown[]) => {
          this.calls += 1;
          // The dead make no further calls.
          if (this.killAtCall !== undefined && this.calls > this.killAtCall) throw new Error('killed');
          const fatal = this.calls === this.killAtCall;
          const answer: unknown = await Reflect.apply(value, target, given);
          await this.afterCall();
          if (fatal) throw new Error('killed');
          return answer;
        };
      },
    });
  }
}

export function parquet(rows: number): Buffer {
  const ids = Array.from({ length: rows }, (_, index) => index);
  return Buffer.from(
    parquetWriteBuffer({
      columnData: [
        { name: 'ID', data: ids, type: 'INT32' },
        { name: 'Name', data: ids.map((id) => `name ${id}`), type: 'STRING' },
      ],
    }),
  );
}
