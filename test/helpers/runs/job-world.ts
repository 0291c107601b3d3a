import type { JobPlan } from '../../../core/planning/job-plan';
import { type NotifyPolicy, notifyPolicies } from '../../../core/model/notify-policies';
import type { Notice } from '../../../core/runs/job/job-state';
import { scheduledRunId } from '../../../core/runs/job/missed-run';
import { newRun } from '../../../core/runs/record/new-run';
import type { Outcome } from '../../../core/runs/record/verdict-shape';
import { verdictWithout } from '../../../core/runs/verdict/verdict';
import { pollTasks } from '../../../functions/poll-tasks/poll-tasks';
import { randomOf } from './interleaver';
import { sampleJob } from './plan';
import { PollBench } from './poll-bench';
import { requestedInput, scheduledInput } from './run-input';

const minute = 60_000;
const outcomes = [
  'succeeded',
  'succeeded-with-table-errors',
  'failed',
  'failed',
  'resource',
  'stopped',
  'skipped',
  'cancelled',
] as const satisfies readonly Outcome[];

/** Scheduled time, and what the world did about it. */
export interface Tick {
  readonly run: string;
  /** Milliseconds after which a run began. Undefined: none did. */
  beganAfter: number | undefined;
  /** False: the job was paused, disabled or redeployed near this time, so no record is required. */
  isOwed: boolean;
}

export interface Settled {
  readonly id: string;
  readonly notice: Notice;
  readonly policy: NotifyPolicy;
}

/**
 * One job with an hourly schedule, for weeks of random events: runs that end, start late or never, pauses, policies, outages, polls
 * that are killed or overlap. Time moves in the steps of the test only.
 */
export class JobWorld {
  readonly bench = new PollBench();
  readonly ticks: Tick[] = [];
  readonly closed = new Set<string>();
  readonly settled: Settled[] = [];
  readonly random: () => number;
  readonly job = 'sales/orders-daily';
  policy: NotifyPolicy = 'edge';
  kills = 0;
  #now = Date.parse('2026-03-01T00:00:10Z');
  #plan: JobPlan;
  #late: { readonly at: number; readonly tick: Tick; readonly time: string }[] = [];
  #isChanged = true;

  constructor(
    seed: number,
    private readonly policies: readonly NotifyPolicy[] = notifyPolicies,
  ) {
    this.random = randomOf(seed);
    this.#plan = sampleJob(
      { department: 'sales', job: 'orders-daily', tables: ['orders'] },
      { schedule: { expression: 'cron(0 * * * ? *)', timeZone: 'UTC' } },
    );
    this.bench.outside.channels = {
      email: { kind: 'topic', arn: 'arn:topic' },
      pager: { kind: 'webhook' },
    };
    this.#deploy({});
    this.#spyOnDecisions();
  }

  get now(): Date {
    return new Date(this.#now);
  }

  /** Lets about an hour pass, with one random event in it. */
  async hour(): Promise<void> {
    const event = Math.floor(this.random() * 12);
    if (event === 0) await this.#togglePause();
    if (event === 1) this.#deploy({ enabled: !this.#plan.enabled });
    if (event === 2) this.#deploy({ policy: this.#pick(this.policies) });
    if (event === 3) await this.#end(`by-hand-${this.now.getTime()}`);
    if (event === 4) this.#outage(this.random() < 0.5);
    if (event === 5) this.#deploy({ expression: this.#pick(['cron(0 * * * ? *)', 'cron(0 */1 * * ? *)']) });
    const pollsAt = new Set([2, 17, 18, 40].map((at) => at + Math.floor(this.random() * 2)));
    for (let at = 0; at < 60; at += 1) {
      if (this.now.getUTCMinutes() === 0) await this.#tick();
      await this.#beginLate();
      if (pollsAt.has(at)) await this.#poll();
      this.#now += minute;
    }
  }

  /** Ends outages and waits until everything is delivered. */
  async rest(): Promise<void> {
    this.#outage(false);
    for (let polls = 0; polls < 40; polls += 1) {
      await this.#beginLate();
      await this.bench.poll(this.now);
      this.#now += minute;
    }
  }

  async #poll(): Promise<void> {
    const how = this.random();
    if (how < 0.15) await this.#killedPoll(1 + Math.floor(this.random() * 25));
    else if (how < 0.3) await Promise.all([this.bench.poll(this.now), this.bench.poll(this.now)]);
    else await this.bench.poll(this.now);
  }

  /** A poll whose process dies before a call. */
  async #killedPoll(at: number): Promise<void> {
    this.kills += 1;
    let calls = 0;
    const mortal = <Port extends object>(port: Port): Port =>
      new Proxy(port, {
        get: (target, member) => {
          const value: unknown = Reflect.get(target, member);
          if (typeof value !== 'function') return value;
          return async (...given: readonly unknown[]) => {
            calls += 1;
            if (calls >= at) throw new Error('killed');
            return await Reflect.apply(value, target, given);
          };
        },
      });
    const { ports } = this.bench;
    const dying = {
      ...ports,
      history: mortal(ports.history),
      events: mortal(ports.events),
      channels: mortal(ports.channels),
      alerts: mortal(ports.alerts),
    };
    await pollTasks(dying, { poll: 'all' }, this.now).catch(() => undefined);
  }

  async #tick(): Promise<void> {
    const time = `${this.now.toISOString().slice(0, 16)}:00Z`;
    const paused = (await this.bench.history.jobState(this.job))?.paused !== undefined;
    const { enabled } = this.#plan;
    const tick: Tick = {
      run: scheduledRunId(this.job, time),
      beganAfter: undefined,
      isOwed: enabled && !paused && !this.#isChanged,
    };
    this.#isChanged = false;
    this.ticks.push(tick);
    const how = this.random();
    if (!enabled || how < 0.2) return;
    const delay = how < 0.4 ? Math.floor(this.random() * 55) * minute : 0;
    this.#late.push({ at: this.#now + delay, tick, time });
  }

  async #beginLate(): Promise<void> {
    const due = this.#late.filter(({ at }) => at <= this.#now);
    this.#late = this.#late.filter((one) => !due.includes(one));
    for (const { tick, time } of due) {
      tick.beganAfter = this.#now - Date.parse(time);
      await this.#end(time, time);
    }
  }

  async #end(name: string, scheduledTime?: string): Promise<void> {
    const { history } = this.bench;
    const at = this.now;
    const input =
      scheduledTime === undefined
        ? requestedInput(name, at.toISOString())
        : scheduledInput({}, scheduledTime);
    const { run } = await history.openRun(newRun(input, `execution-${name}`, 400, at));
    const closing = {
      at: new Date(this.#now + 1000).toISOString(),
      otherwise: verdictWithout(this.#pick(outcomes), 'state-failed', 'LoadTables: Boom: no'),
    };
    await history.closeRun(run, closing);
    this.closed.add(run);
  }

  async #togglePause(): Promise<void> {
    const { history } = this.bench;
    const before = (await history.jobState(this.job))?.paused;
    const after = before === undefined ? { at: this.now.toISOString(), by: 'ada', reason: 'r' } : undefined;
    await history.changeJobState(this.job, 'paused', before, after);
    this.#owesNothingNear();
  }

  #deploy(change: { enabled?: boolean; policy?: NotifyPolicy; expression?: string }): void {
    const { enabled = this.#plan.enabled, policy = this.policy } = change;
    const expression = change.expression ?? this.#plan.schedule?.expression ?? '';
    this.policy = policy;
    const notify = { policy, channels: ['email', 'pager'] };
    this.#plan = { ...this.#plan, enabled, notify, schedule: { expression, timeZone: 'UTC' } };
    this.bench.outside.jobs = [this.#plan];
    if (change.policy === undefined) this.#owesNothingNear();
  }

  /** The check of a time that is not 15 minutes old begins again when the job changes. */
  #owesNothingNear(): void {
    for (const tick of this.ticks.slice(-2)) tick.isOwed = false;
    this.#isChanged = true;
  }

  #outage(isOut: boolean): void {
    this.bench.outside.refusesEvent = () => (isOut ? 'InternalFailure: no' : undefined);
    this.bench.outside.refusesMessage = () => isOut;
  }

  #spyOnDecisions(): void {
    const { history } = this.bench;
    const settle = history.settleAttempt.bind(history);
    Object.defineProperty(history, 'settleAttempt', {
      value: async (...given: Parameters<typeof settle>) => {
        const isSettled = await settle(...given);
        if (isSettled) this.settled.push({ ...given[2], policy: this.policy });
        return isSettled;
      },
    });
  }

  #pick<Value>(values: readonly Value[]): Value {
    const value = values[Math.floor(this.random() * values.length)];
    if (value === undefined) throw new Error('nothing to pick');
    return value;
  }
}
