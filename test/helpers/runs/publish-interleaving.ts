import { moveBack } from '../../../application/lake/roll-back';
import { historyOf } from '../../../aws/history/history';
import { createSnapshots, type Snapshots } from '../../../application/lake/snapshots';
import { manifestPrefix, pointerKey } from '../../../core/lake/keys/snapshot-keys';
import { type Manifest, readManifest, readPointer } from '../../../core/lake/snapshots/manifest';
import { newRun } from '../../../core/runs/record/new-run';
import { RunError, runErrors } from '../../../core/runs/record/run-error';
import { runIdOf } from '../../../core/runs/record/run-identity';
import { publishesAfter } from '../../../core/runs/verdict/publish-verdict';
import { verdictOf, verdictWithout } from '../../../core/runs/verdict/verdict';
import type { PublishPorts } from '../../../functions/publish-snapshot/publish-ports';
import { publishSnapshot } from '../../../functions/publish-snapshot/publish-snapshot';
import { type Actor, Interleaver, randomOf } from './interleaver';
import { memoryTable } from './memory-history';
import { MemoryLake } from './memory-lake';
import { sampleJob } from './plan';
import { parquet } from './publish-bench';
import { scheduledInput } from './run-input';
import { Reported } from './reporting';

const prefix = 'lake/orders';
const files = [0, 1, 2, 3].map(parquet);
const hour = 3_600_000;

/**
 * Runs of one job with stops, late invocations, retries and rollbacks, at an interleaving that the seed decides. It throws when
 * pointer, manifests, files and records contradict each other at any moment.
 */
export class PublishInterleaving {
  readonly lake = new MemoryLake();
  readonly #table = memoryTable();
  readonly history = historyOf(this.#table);
  readonly #random: () => number;
  readonly #interleaver: Interleaver;
  readonly #runs: string[] = [];
  /** Runs to whose snapshots a publish has moved the pointer. */
  readonly #shown = new Set<string>();
  readonly #whole = new Map<string, Manifest>();
  #observed = -1;
  #found: unknown;
  readonly #invocations: Actor[] = [];
  readonly #job = sampleJob(
    { department: 'sales', job: 'orders-daily', tables: ['orders', 'items'] },
    { publishing: { kind: 'snapshot', prefix, lowerCase: false, keep: 2, catalogue: { database: 'sales' } } },
  );

  constructor(seed: number) {
    this.#random = randomOf(seed);
    const faultRate = this.#random() < 0.25 ? 0 : 0.06;
    this.#interleaver = new Interleaver(this.#random, faultRate, async (call) => {
      // Kept, because actors handle errors.
      await this.#observe(call).catch((error: unknown) => {
        this.#found ??= error;
      });
    });
  }

  get trace(): readonly string[] {
    return this.#interleaver.trace;
  }

  async play(): Promise<void> {
    await this.#cleanRun();
    await this.#cleanRun();
    if (this.#random() < 0.3) await this.#cleanRun();
    const ended = Promise.all([
      this.#jobGoesOn(),
      ...['ada', 'bea', 'cleo'].map((name) => this.#person(name)),
    ]);
    await this.#interleaver.run();
    if (this.#found !== undefined) throw this.#found;
    await ended;
    await this.#observe();
    if (this.#interleaver.faults === 0) this.#expectCatalogue();
    for (const run of this.#runs) await this.#close(run);
    this.#passTime(3 * hour);
    for (let more = 0; more < 3; more += 1) await this.#cleanRun();
    this.#expectCatalogue();
    this.#expectNoLeftovers();
    for (const run of this.#runs) await this.#expectHonest(run);
  }

  /** Three runs. Each may be stopped at any moment, and then the next one starts while its invocation goes on. */
  async #jobGoesOn(): Promise<void> {
    const controller = actor('job', false);
    for (let count = 0; count < 3; count += 1) {
      const run = await this.#load(this.#random() < 0.4);
      const stop = this.#random() < 0.5 ? this.#wait(controller, 50) : new Promise<never>(() => undefined);
      await Promise.race([this.#publishWithRetries(run, controller), stop]);
      await this.#close(run, this.#ports(controller).history);
      if (this.#random() < 0.2) for (const one of this.#invocations) this.#interleaver.kill(one);
      this.#passTime(this.#invocations.every(({ killed }) => killed) ? 3 * hour : 60_000);
    }
  }

  async #publishWithRetries(run: string, controller: Actor): Promise<void> {
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      // Step Functions may give up an invocation that goes on.
      const lost = this.#random() < 0.15 ? this.#wait(controller, 80) : new Promise<never>(() => undefined);
      const end = await Promise.race([this.#invoke(run, attempt), lost.then(() => 'lost' as const)]);
      if (end === 'ended') return;
    }
  }

  async #invoke(run: string, attempt: number): Promise<'ended' | 'again'> {
    return await new Promise((resolve) => {
      const invocation = actor(`${run.slice(-16)}#${attempt}`, true, () => resolve('again'));
      this.#invocations.push(invocation);
      publishSnapshot(this.#ports(invocation), { run }, this.lake.now).then(
        () => end('ended'),
        (error: unknown) =>
          end(error instanceof RunError && runErrors[error.name].transient ? 'again' : 'ended'),
      );
      const end = (how: 'ended' | 'again'): void => {
        invocation.killed = true;
        resolve(how);
      };
    });
  }

  async #person(name: string): Promise<void> {
    const person = actor(name, true);
    await this.#wait(actor(`${name} waits`, false), 90);
    const snapshots = this.#snapshots(person);
    const { objects, catalogue } = this.#ports(person);
    const known = (await this.#snapshots().manifests()).map(({ snapshot }) => snapshot);
    const drawn = this.#random();
    const oldest = known.at(-1);
    const to =
      drawn < 0.3 ? undefined : drawn < 0.6 ? oldest : known[Math.floor(this.#random() * known.length)];
    const by = { at: this.lake.now.toISOString(), by: name };
    const moved = moveBack({ objects, catalogue, bucket: 'lake' }, snapshots, { job: 'orders', to, by });
    await Promise.race([moved.catch(() => undefined), new Promise((resolve) => setImmediate(resolve))]);
  }

  async #wait(waiting: Actor, most: number): Promise<void> {
    for (let left = Math.floor(this.#random() * most); left > 0; left -= 1)
      await this.#interleaver.turn(waiting, 'waits');
  }

  async #cleanRun(): Promise<void> {
    const run = await this.#load(this.#runs.length > 0 && this.#random() < 0.4);
    await publishSnapshot(this.#ports(), { run }, this.lake.now);
    await this.#observe();
    await this.#close(run);
    this.#passTime(60_000);
  }

  /** Opens a run whose load is complete. With `tableFails`, the table `items` keeps its earlier files. */
  async #load(tableFails: boolean): Promise<string> {
    this.#passTime(60_000);
    const input = scheduledInput({}, this.lake.now.toISOString().replace('.000', ''));
    const run = runIdOf(input);
    this.#runs.push(run);
    const record = await this.history.openRun(newRun(input, 'arn:execution', 400, this.lake.now));
    await this.history.recordStart(run, { requestedAt: this.lake.now.toISOString() });
    this.#passTime(60_000);
    const rows = 1 + (this.#runs.length % 3);
    const tables = ['items', 'orders'].map((table) => {
      const failed = tableFails && table === 'items';
      const state = failed ? 'Table error' : 'Table completed';
      return { schema: 'sales', table, state, rows: failed ? 0 : rows, errorRows: 0 };
    });
    for (const { table } of tables)
      this.lake.put(
        'staging',
        `sales/orders-daily/sales/${table}/LOAD00000001.parquet`,
        files[rows] ?? parquet(rows),
      );
    await this.history.recordTables(record, tables);
    const verdict = verdictOf('succeeded', [], { tables });
    await this.history.recordVerdict(
      run,
      verdict,
      this.lake.now.toISOString(),
      publishesAfter(verdict, this.#job),
    );
    return run;
  }

  async #close(run: string, history = this.history): Promise<void> {
    await history.closeRun(run, {
      at: this.lake.now.toISOString(),
      otherwise: verdictWithout('stopped', 'stopped-by-person', 'somebody stopped the execution'),
    });
    await this.#observe();
  }

  #passTime(milliseconds: number): void {
    this.lake.now = new Date(this.lake.now.getTime() + milliseconds);
  }

  #ports(by?: Actor): PublishPorts {
    const gated = <Port extends object>(port: Port): Port =>
      by === undefined ? port : this.#interleaver.gated(port, by);
    return {
      history: by === undefined ? this.history : historyOf(gated(this.#table)),
      plans: { job: async () => this.#job },
      objects: gated(this.lake.objectPort),
      documents: gated(this.lake.documentPort),
      catalogue: gated(this.lake.cataloguePort),
      stagingBucket: 'staging',
      lakeBucket: 'lake',
      log: new Reported().log,
      startClock: () => () => false,
      time: () => new Date('2026-03-01T12:00:00Z'),
    };
  }

  #snapshots(by?: Actor): Snapshots {
    return createSnapshots(this.#ports(by), 'lake', prefix);
  }

  /** Each listed manifest names complete files, and the pointer names a listed manifest. */
  async #observe(call = 'write'): Promise<void> {
    for (const run of ['write', 'update'].includes(call) ? this.#shown : [])
      if ((await this.history.run(run))?.verdict?.findings[0]?.code === 'not-published')
        throw new Error(`${run} is shown and "not published"`);
    if (this.#observed === this.lake.changes) return;
    this.#observed = this.lake.changes;
    const found = this.lake.text('lake', pointerKey({ prefix }));
    const manifests = this.lake.keys('lake').filter((key) => key.startsWith(manifestPrefix({ prefix })));
    for (const key of manifests)
      for (const { files: named } of this.#manifest(key).tables)
        for (const file of named) {
          const { eTag, body } = this.lake.objects.get(`lake/${file.key}`) ?? {};
          if (eTag !== file.eTag || body?.length !== file.size) throw new Error(`${key} lacks ${file.key}`);
        }
    if (found === undefined) return;
    const pointer = readPointer(found, 'pointer');
    if (!manifests.includes(pointer.manifest.key)) throw new Error(`no manifest ${pointer.snapshot}`);
    if (this.#manifest(pointer.manifest.key).checksum !== pointer.manifest.checksum)
      throw new Error(`another manifest ${pointer.snapshot}`);
    this.#shown.add(pointer.newest.run);
  }

  #manifest(key: string): Manifest {
    const { eTag = '', body } = this.lake.objects.get(`lake/${key}`) ?? {};
    const known = this.#whole.get(eTag) ?? readManifest(String(body), key);
    this.#whole.set(eTag, known);
    return known;
  }

  /** A run that is called not published was never shown, and one that is called published was. */
  async #expectHonest(run: string): Promise<void> {
    const record = await this.history.run(run);
    const codes = record?.verdict?.findings.map(({ code }) => code) ?? [];
    const shown = this.#shown.has(run);
    if (codes.includes('not-published') && shown) throw new Error(`${run} is shown and "not published"`);
    if (record?.publishing?.outcome === 'published' && !shown)
      throw new Error(`${run} is "published" and was not shown`);
    if (record?.phases.published !== undefined && codes.length > 0)
      throw new Error(`${run} is published and has ${codes.join()}`);
    if (this.#interleaver.faults === 0 && codes.includes('publish-unsettled') && !shown)
      throw new Error(`${run} stays unsettled`);
  }

  #expectCatalogue(): void {
    const pointer = readPointer(this.lake.text('lake', pointerKey({ prefix })) ?? '', 'pointer');
    const wanted = this.#manifest(pointer.manifest.key).tables.map(({ folder }) => `s3://lake/${folder}`);
    const found = [...this.lake.tables.values()].map(({ location }) => location);
    if (JSON.stringify(found.sort()) !== JSON.stringify(wanted.sort()))
      throw new Error(`the catalogue has ${found.join()}, the pointer ${wanted.join()}`);
  }

  #expectNoLeftovers(): void {
    const keys = this.lake.keys('lake');
    const named = new Set(
      keys
        .filter((key) => key.startsWith(manifestPrefix({ prefix })))
        .flatMap((key) => [
          key,
          ...this.#manifest(key).tables.flatMap((table) => table.files.map((file) => file.key)),
        ]),
    );
    const own = [pointerKey({ prefix }), `${prefix}/_lakeferry/summaries.json`];
    const left = keys.filter((key) => !named.has(key) && !own.includes(key));
    if (left.length > 0) throw new Error(`leftovers: ${left.join()}`);
  }
}

function actor(name: string, mayFail: boolean, onKill: () => void = () => undefined): Actor {
  return { name, mayFail, killed: false, onKill };
}
