import type { SimulatedSource } from '@lakeferry/local-cloud/dms';
import type { Department } from '../../core/config/schema/department-schema';
import type { Act } from '../actors/act';
import { giveCommand } from '../actors/person';
import { fates } from '../faults/delivery-faults';
import { type Fault, isFault } from '../faults/fault';
import { interceptOf } from '../faults/intercept';
import { LakeReader } from '../invariants/lake-reader';
import type { Observation } from '../invariants/observation';
import { randomOf } from '../random';
import type { Scenario } from '../scenario/scenario';
import { createWorld } from '../world/create-world';
import type { World } from '../world/world';
import { DueTimes } from './due-times';
import { HoldObserver } from './hold-observer';
import { faultTimes, observeWorld } from './observe-world';
import { planOf, withoutSchedules } from './plan-of';
import { startFault } from './start-fault';

/** Longest time until a world is at rest: the longest load, its wait for admission, and the time to notice. */
const restHours = 16;
const minute = 60_000;
/** Schedules outlast the faults, so that polls can see what happened to each due time before the job is gone. */
const knownAfterSeconds = 1200;

type MutableSources = Record<string, { problem?: string | undefined } & SimulatedSource>;

/** Scenario with its world: plays the timeline, waits until the world is at rest, and observes it. */
export class PlayedScenario {
  readonly #lake: LakeReader;
  readonly #due: DueTimes;
  #departments: readonly Department[];
  readonly #start: number;
  readonly #holds: HoldObserver;
  readonly #failedDeployments: { readonly at: number; readonly problem: string }[] = [];

  private constructor(
    private readonly scenario: Scenario,
    private readonly world: World,
    private readonly sources: MutableSources,
    parts: { readonly lake: LakeReader; readonly due: DueTimes },
  ) {
    this.#lake = parts.lake;
    this.#due = parts.due;
    this.#departments = scenario.departments;
    this.#start = Date.parse(scenario.startsAt);
    const times = faultTimes(scenario);
    this.#holds = new HoldObserver(world, (at) => times.some(({ from, until }) => at >= from && at <= until));
  }

  static async open(scenario: Scenario): Promise<PlayedScenario> {
    const random = randomOf(scenario.seed).fork('world');
    const start = new Date(scenario.startsAt);
    const faults = scenario.timeline.filter(isFault);
    const sources: MutableSources = Object.fromEntries(
      Object.entries(scenario.tables).map(([name, tables]) => [name, { tables }]),
    );
    const [lake, due] = [new LakeReader(), new DueTimes()];
    const fateOf = fates(faults, start.getTime(), random);
    const clockOf = (): number => world?.clock.milliseconds ?? start.getTime();
    let world: World | undefined;
    world = await createWorld({
      random,
      start,
      plan: planOf(scenario, scenario.departments, start),
      sources,
      intercept: interceptOf(faults, start.getTime(), () => world?.taskChanges ?? [], random),
      onObject: (bucket, key, object) => {
        if (!bucket.endsWith('-lake')) return;
        if (object === undefined) lake.removed(clockOf(), key);
        else lake.written(clockOf(), key, lakeObject(key, object));
      },
      skew: () => skewOf(faults, (clockOf() - start.getTime()) / 1000),
      deliver: ({ targetArn, payload, at }) => {
        if (!targetArn.startsWith('arn:aws:states:')) return 'once';
        due.sent(payload, world?.plan);
        const fate = fateOf('schedules', at);
        return typeof fate === 'object' ? { delay: fate.delaySeconds * 1000 } : fate;
      },
      event: ({ source }) => {
        // An event that PutEvents accepted is kept by EventBridge.
        if (source === 'lakeferry') return undefined;
        const fate = fateOf('events', clockOf());
        if (fate === 'lost') return 'lose';
        return fate === 'twice' ? 'double' : fate === 'once' ? undefined : fate;
      },
    });
    return new PlayedScenario(scenario, world, sources, { lake, due });
  }

  get log(): readonly string[] {
    return this.world.log.lines;
  }

  async play(): Promise<void> {
    const { clock } = this.world;
    const { days, timeline } = this.scenario;
    this.#holds.begin();
    this.#noteChanges(clock.milliseconds, this.#departments);
    for (const one of timeline)
      clock.at(this.#start + one.at * 1000, () => {
        if (isFault(one)) this.#startFault(one);
        else void this.#perform(one);
      });
    const end = this.#start + Math.max(days * 86_400, this.#faultsEnd() + knownAfterSeconds) * 1000;
    await this.world.runUntil(new Date(end));
    while (this.world.isDeploying) await this.world.runUntil(new Date(clock.milliseconds + minute));
    await this.world.redeploy(withoutSchedules(this.world.plan));
    this.#noteChanges(clock.milliseconds, this.#departments);
    await this.#rest(clock.milliseconds);
  }

  /** Seconds from the start to the end of the last fault. */
  #faultsEnd(): number {
    return Math.max(0, ...this.scenario.timeline.filter(isFault).map(({ until }) => until));
  }

  async observe(): Promise<Observation> {
    return observeWorld(this.world, {
      scenario: this.scenario,
      lake: this.#lake,
      due: this.#due,
      heldTooLong: this.#holds.heldTooLong,
      failedDeployments: this.#failedDeployments,
    });
  }

  async close(): Promise<void> {
    await this.world.stop();
  }

  /** Lets time pass until nothing is in flight any more. */
  async #rest(end: number): Promise<void> {
    let quiet = 0;
    for (let at = end; at < end + restHours * 60 * minute && quiet < 3; at += 10 * minute) {
      await this.world.runUntil(new Date(at + 10 * minute));
      quiet = (await this.#isQuiet()) ? quiet + 1 : 0;
    }
  }

  async #isQuiet(): Promise<boolean> {
    const { history, services } = this.world;
    if (services.stepFunctions.running().length > 0) return false;
    if ((await history.holds()).length > 0) return false;
    return (await history.inFlightRuns()).length === 0 && (await history.outbox()).length === 0;
  }

  #startFault(fault: Fault): void {
    const { clock, log } = this.world;
    const end = startFault(this.world, this.sources, fault);
    log.add(`fault ${JSON.stringify(fault)}`);
    if (end !== undefined) clock.at(this.#start + fault.until * 1000, end);
  }

  async #perform(act: Act): Promise<void> {
    const { log, clock } = this.world;
    if ('command' in act) {
      log.add(`actor ${act.command} ${act.job}`);
      const result = await giveCommand(this.world, act);
      log.add(`actor ${act.command} ${act.job}: ${result}`);
      return;
    }
    log.add(`actor deploys ${act.change}`);
    const { deploy, isRefused = false } = act;
    const name = deploy.department;
    const replaced = this.#departments.filter(({ department }) => department === name);
    const departments = this.#departments.map((one) => (one.department === name ? deploy : one));
    this.#noteChanges(clock.milliseconds, [...replaced, deploy]);
    const plan = planOf(this.scenario, departments, new Date(this.scenario.startsAt));
    const problem = await this.world.update(plan, name, { isRefused });
    log.add(`actor deploys ${act.change}: ${problem ?? 'done'}`);
    this.#noteChanges(clock.milliseconds, [...replaced, deploy]);
    if (problem !== undefined) this.#failedDeployments.push({ at: clock.milliseconds, problem });
    else this.#departments = this.#departments.map((one) => (one.department === name ? deploy : one));
  }

  /** A deployment may change each job of its department, also one that it adds or removes. */
  #noteChanges(at: number, departments: readonly Department[]): void {
    const jobs = departments.flatMap(({ department, jobs }) =>
      jobs.map(({ name }) => `${department}/${name}`),
    );
    for (const job of new Set(jobs)) this.#due.changed(job, at);
  }
}

function lakeObject(
  key: string,
  { size, etag, body }: { readonly size: number; readonly etag: string; readonly body: Buffer },
): Parameters<LakeReader['written']>[2] {
  const isDocument = key.includes('/_lakeferry/');
  return { size, eTag: etag, ...(isDocument ? { text: body.toString('utf8') } : {}) };
}

function skewOf(faults: readonly Fault[], seconds: number): number {
  const jump = faults.find(
    (fault) => fault.fault === 'clock-jump' && seconds >= fault.at && seconds < fault.until,
  );
  return jump?.fault === 'clock-jump' ? jump.seconds * 1000 : 0;
}
