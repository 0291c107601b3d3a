import { asText } from '../../../cli/commands/console/error-text';
import type { ConsolePorts } from '../../../console/server/ports';
import type { ConfigFile } from '../../../core/config/reading/yaml-file';
import type { JobPlan } from '../../../core/planning/job-plan';
import { scheduledRunId } from '../../../core/runs/job/missed-run';
import type { ExecutionEvent } from '../../../core/runs/logs/execution-lines';
import { newInFlightRun, newRun } from '../../../core/runs/record/new-run';
import type { Phase } from '../../../core/runs/record/phases';
import type { TableRecord } from '../../../core/runs/record/table-record';
import type { FindingCode, Outcome, Verdict } from '../../../core/runs/record/verdict-shape';
import { type MemoryEnvironment, memoryEnvironment } from '../runs/memory-environment';
import { MemoryLake } from '../runs/memory-lake';
import { sampleJob } from '../runs/plan';
import { scheduledInput } from '../runs/run-input';
import { deployedAs, deployedFiles, editedFiles, planOfFiles } from './console-files';
import { keepDriftingShapes, lakeOf, publishTo } from './console-lake';
import { fillLoads, inboxOf } from './console-loads';
import { type WorldTexts, worldTexts } from './world-texts';

export { hostileName, hostileText } from './world-texts';

const day = 86_400_000;

/** A night of a small environment: fresh, failing, running, late, paused and new jobs. */
export class ConsoleWorld {
  readonly now = new Date('2026-03-10T08:00:00Z');
  readonly jobs: string[] = [
    'sales/orders-daily',
    'sales/customers',
    'sales/invoices',
    'hr/people',
    'hr/salaries',
    'hr/contracts',
  ];
  readonly #loads: string[] = [];
  readonly environment: MemoryEnvironment;
  /** Events by the end of the execution's name. */
  readonly executions = new Map<string, readonly ExecutionEvent[]>();
  readonly failedRun = scheduledRunId('sales/customers', this.#at(0));
  readonly openRun = scheduledRunId('sales/invoices', this.#at(0));
  readonly lakeFiles = new MemoryLake();
  readonly lake = lakeOf(this.lakeFiles);
  readonly plans: readonly JobPlan[];
  readonly ports: ConsolePorts;
  /** Files on disk. Undefined: their folder does not exist. */
  files: readonly ConfigFile[] | undefined;

  readonly texts: WorldTexts;

  /** `more`: further jobs. `kind`: hostile texts do something where they are taken for markup. */
  constructor(more: readonly string[] = [], kind: keyof typeof worldTexts = 'hostile') {
    this.texts = worldTexts[kind];
    this.files = editedFiles(this.texts.message);
    this.jobs.push(...more);
    this.environment = memoryEnvironment(this.jobs, this.#loads);
    this.plans = this.jobs.map((key) => {
      const [department = '', job = ''] = key.split('/');
      const publishing = {
        kind: 'snapshot',
        prefix: key,
        lowerCase: false,
        keep: 7,
        catalogue: { database: `lakeferry_dev_${department}` },
      } as const;
      return sampleJob({ department, job, tables: ['orders', 'items'] }, { publishing });
    });
    const { plans } = this;
    const written = planOfFiles(deployedFiles(this.texts.message));
    const asDeployed = deployedAs(written);
    const isWritten = new Set(written.departments.flatMap(({ jobs }) => jobs.map((job) => job.identity.key)));
    const departments = written.departments.map((department) => ({
      ...department,
      jobs: [
        // Only one job needs more than a sample.
        ...department.jobs.map((job) => {
          const sample = plans.find(({ identity }) => identity.key === job.identity.key);
          if (sample?.schedule === undefined) return job;
          return job.description === undefined ? sample : { ...job, schedule: sample.schedule };
        }),
        ...plans.filter(
          ({ identity: { key } }) => key.startsWith(`${department.name}/`) && !isWritten.has(key),
        ),
      ],
    }));
    this.ports = this.portsWith({
      environment: this.environment,
      now: () => this.now,
      operator: 'ada@laptop',
      mayPreview: true,
      lake: this.lake,
      inbox: inboxOf(this.lakeFiles),
      cloud: 'memory',
      textOf: (error) => asText(error, {}),
      openLogs: () => ({
        logs: { find: async () => ({ kind: 'absent', what: 'group' }), groups: async () => [] },
        executions: {
          find: async (arn) => {
            const events = this.executions.get(arn);
            return events === undefined ? { kind: 'absent' } : { kind: 'events', events, isComplete: true };
          },
        },
      }),
      calendar: deployedAs({ ...written, departments }),
      plans: {
        job: async (_address, key) => {
          const jobs = departments.flatMap((department) => department.jobs);
          const found = jobs.find(({ identity }) => identity.key === key);
          if (found === undefined) throw new Error(`no plan of ${key}`);
          return found;
        },
      },
      diff: asDeployed,
      configuration: { folder: 'config', read: () => this.files },
      triggerPoll: async () => undefined,
      lagHistory: { lags: async () => [] },
    });
  }

  /** Ports of a world that has more than this one. */
  protected portsWith(ports: ConsolePorts): ConsolePorts {
    return ports;
  }

  async fill(): Promise<this> {
    const { history } = this.environment;
    for (let ago = 13; ago >= 0; ago -= 1) {
      await this.closed('sales/orders-daily', ago, 'succeeded', [], 20_000 + ago * 10);
      if (ago > 0) await this.closed('sales/customers', ago, 'succeeded', [], 500);
      if (ago > 0) await this.closed('sales/invoices', ago, ago % 5 === 0 ? 'skipped' : 'succeeded', [], 900);
      if (ago > 2) await this.closed('hr/people', ago, 'succeeded', [], 70);
      if (ago > 1) await this.closed('hr/salaries', ago, 'succeeded', [], 30);
    }
    await this.closed('sales/customers', 0, 'failed', ['table-error'], 120);
    const trouble = { since: this.#at(0), run: this.failedRun, attempts: 1, failures: 1 };
    await history.changeJobState('sales/customers', 'trouble', undefined, trouble);
    await this.closed('hr/people', 0, 'missed', ['missed'], 0);
    await history.changeJobState('hr/people', 'stale', undefined, { since: this.#at(1) });
    const paused = { at: this.#at(1), by: 'grace', reason: this.texts.reason };
    await history.changeJobState('hr/salaries', 'paused', undefined, paused);
    await this.closed('hr/salaries', 0, 'skipped', ['paused'], 0);
    await this.#running();
    await this.#published();
    return this;
  }

  /** A run that is over. */
  async closed(
    job: string,
    daysAgo: number,
    outcome: Outcome,
    codes: readonly FindingCode[],
    rows: number,
  ): Promise<string> {
    const { history } = this.environment;
    const at = this.#at(daysAgo);
    const began = Date.parse(at);
    const input = scheduledInput({ job }, at);
    const record = newRun(input, executionOf(job, at), 400, new Date(began));
    const { run } = await history.openRun(record);
    const loads = rows > 0;
    const phases: readonly Phase[] = loads
      ? ['sourceChecked', 'taskCreated', 'taskReady', 'startRequested', 'loadFinished', 'judged']
      : [];
    for (const [index, phase] of phases.entries())
      await history.recordPhase(run, phase, new Date(began + (index + 1) * 20_000).toISOString());
    await history.recordTables(record, loads ? tablesOf(outcome, at, rows, this.texts.table) : []);
    const verdict: Verdict = {
      outcome,
      findings: codes.map((code) => ({
        code,
        ...(code === 'table-error' ? { table: `sales.${this.texts.table}` } : {}),
        detail: code === 'table-error' ? `Table error: ${this.texts.message}` : 'nothing began',
      })),
      findingCount: codes.length,
      evidence: { tables: loads ? 2 : 0, tablesCompleted: outcome === 'succeeded' ? 2 : 1, rows },
    };
    await history.closeRun(run, { at: new Date(began + 180_000).toISOString(), otherwise: verdict });
    if (outcome === 'failed') this.executions.set(record.execution, eventsOf(began));
    return run;
  }

  /** Deploys two loads, one with files. */
  async withLoads(): Promise<this> {
    this.#loads.push('sales/prices', 'sales/rates');
    await fillLoads(this.environment.history, this.lakeFiles, this.now, this.texts);
    return this;
  }

  /** Two snapshots of sales/orders-daily, whose source has changed since. */
  async #published(): Promise<void> {
    const job = 'sales/orders-daily';
    const plan = this.plans.find(({ identity }) => identity.key === job);
    if (plan === undefined) throw new Error(`no plan of ${job}`);
    const [before, after] = [scheduledRunId(job, this.#at(1)), scheduledRunId(job, this.#at(0))] as const;
    const notes = [this.texts.message, this.texts.table];
    await publishTo(this.lake, this.lakeFiles, plan, {
      run: before,
      openedAt: this.#at(1),
      notes: ['first'],
    });
    await publishTo(this.lake, this.lakeFiles, plan, { run: after, openedAt: this.#at(0), notes });
    const times = [new Date(this.#at(1)), new Date(this.#at(0))] as const;
    await keepDriftingShapes(this.environment.history, job, [before, after], times);
  }

  async #running(): Promise<void> {
    const { history } = this.environment;
    const began = this.now.getTime() - 240_000;
    const input = scheduledInput({ job: 'sales/invoices' }, this.#at(0));
    const record = newRun(input, executionOf('sales/invoices', this.#at(0)), 400, new Date(began));
    const { run } = await history.openRun(record);
    await history.openInFlightRun(newInFlightRun(record));
    const at = (seconds: number): string => new Date(began + seconds * 1000).toISOString();
    for (const [index, phase] of (
      ['sourceChecked', 'taskCreated', 'taskReady', 'startRequested'] as const
    ).entries())
      await history.recordPhase(run, phase, at(20 * (index + 1)));
    await this.progress(40);
    await history.recordTables(record, [
      { schema: 'sales', table: 'lines', state: 'Before load', rows: 0, errorRows: 0 },
      { schema: 'sales', table: 'items', state: 'Full load', rows: 700, errorRows: 0, startedAt: at(100) },
      {
        schema: 'sales',
        table: 'orders',
        state: 'Table completed',
        rows: 900,
        errorRows: 0,
        startedAt: at(90),
        finishedAt: at(100),
      },
    ]);
  }

  /** Progress of the run in flight. */
  async progress(percent: number): Promise<void> {
    await this.environment.history.recordProgress(this.openRun, {
      status: 'running',
      percent,
      tablesLoaded: 1,
      tablesLoading: 1,
      tablesQueued: 1,
      tablesErrored: 0,
      at: new Date(this.now.getTime() + percent).toISOString(),
    });
  }

  #at(daysAgo: number): string {
    return `${new Date(Date.parse('2026-03-10T01:00:00Z') - daysAgo * day).toISOString().slice(0, 19)}Z`;
  }
}

function executionOf(job: string, at: string): string {
  return `arn:aws:states:eu-west-1:000000000000:execution:machine:${job.replace('/', '.')}.${at}`;
}

function tablesOf(outcome: Outcome, at: string, rows: number, failing: string): readonly TableRecord[] {
  const times = { startedAt: at, finishedAt: new Date(Date.parse(at) + 60_000).toISOString() };
  const items = { schema: 'sales', table: 'items', state: 'Table completed', errorRows: 0, rows, ...times };
  if (outcome !== 'failed') return [items, { ...items, table: 'orders', rows: 0 }];
  return [items, { ...items, table: failing, state: 'Table error', rows: 3, errorRows: 1 }];
}

function eventsOf(began: number): readonly ExecutionEvent[] {
  const states = [
    'OpenRun',
    'WasTheRunOpened',
    'CheckSource',
    'IsAnythingToLoad',
    'CreateTask',
    'AwaitTaskReady',
    'StartTask',
    'HowDoesTheJobMove',
    'AwaitFullLoad',
    'JudgeRun',
    'IsAnythingToPublish',
    'DoesTheTaskLiveOn',
    'DeleteTask',
    'CloseRun',
    'HowDidTheRunEnd',
    'RunFailed',
  ];
  const entered = states.map((state, index) => ({
    id: index + 2,
    at: new Date(began + index * 10_000),
    type: 'TaskStateEntered',
    state,
  }));
  const end = { id: 99, at: new Date(began + 180_000), type: 'ExecutionFailed', error: 'RunFailed' };
  return [{ id: 1, at: new Date(began), type: 'ExecutionStarted' }, ...entered, end];
}
