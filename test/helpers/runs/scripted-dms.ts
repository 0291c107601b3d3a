import type { Clock } from '@lakeferry/local-cloud/clock';
import type { Dms } from '../../../aws/dms/dms';
import type { ModifyTaskRequest, TaskRequest } from '../../../aws/dms/task-request';
import type { StartAnswer } from '../../../aws/dms/start-task';
import { RunError } from '../../../core/runs/record/run-error';
import type { TableRecord } from '../../../core/runs/record/table-record';
import type { StartPlace } from '../../../core/runs/replication/replication-start';
import type { DescribedEndpoint } from '../../../core/checks/existing/described';
import type { Connection } from '../../../core/runs/task/connection';
import type { Task } from '../../../core/runs/task/task';

interface ScriptedTask {
  task: Task;
  request: TaskRequest;
}

/**
 * DMS behind our port, for what handlers decide: statuses change on the clock, a task takes orders only in the statuses in
 * which DMS does, and a test says how a load ends.
 */
export class ScriptedDms implements Dms {
  readonly tasks = new Map<string, ScriptedTask>();
  readonly calls: string[] = [];
  /** Called whenever a task's status changed, as events of DMS would. */
  onChange: (taskArn: string) => void = () => undefined;
  /** Time that a new task needs to become ready. */
  readySeconds = 30;
  loadSeconds = 60;
  /** Seconds by which answers about tasks and tags trail what happened. */
  trailSeconds = 0;
  modifySeconds = 20;
  /** True: tasks end in `failed-move`. */
  moveFails = false;
  /** False: a task that is stopped has no checkpoint. */
  checkpoints = true;
  /** False: a task that is modified refuses tags. No page of AWS says which is true. */
  tagsWhileModifying = true;
  /** How a connection test ends. */
  connection: 'successful' | 'failed' = 'successful';
  /** Status of a connection that no run has tested. Absent: as a test would end. */
  connectionBefore?: 'successful' | 'failed' | 'testing' | 'untested';
  testSeconds = 30;
  /** True: DMS refuses starts for want of a test, until a test after the first refusal has ended. */
  startsUntested = false;
  /** How a load ends. */
  ending: Partial<Task> = { status: 'stopped', stopReason: 'Stop Reason FULL_LOAD_ONLY_FINISHED' };
  /** What becomes of a CDC task that is started. */
  coming: Partial<Task> & { readonly status: string } = { status: 'running' };
  readonly places: StartPlace[] = [];
  tables: readonly TableRecord[] = ['order_items', 'orders'].map((table) => ({
    schema: 'sales',
    table,
    state: 'Table completed',
    rows: 10,
    errorRows: 0,
  }));
  readonly #ids = new Set<string>();
  #made = 0;
  #isRefused = false;
  readonly #tests = new Map<string, { readonly at: number; readonly status: string }[]>();
  readonly #past = new Map<string, { readonly at: number; readonly seen: ScriptedTask | undefined }[]>();

  /** Endpoints that others own. */
  existing: readonly DescribedEndpoint[] = [];

  constructor(readonly clock: Clock) {}

  async endpoints(arns: readonly string[]): Promise<readonly DescribedEndpoint[]> {
    this.calls.push('endpoints');
    return this.existing.filter(({ arn }) => arns.includes(arn));
  }

  async connections(_instance: string, endpointArns: readonly string[]): Promise<readonly Connection[]> {
    this.calls.push('connections');
    const at = this.clock.now().getTime() - this.trailSeconds * 1000;
    return endpointArns.flatMap((endpointArn) => {
      const tests = this.#tests.get(endpointArn) ?? [];
      const status =
        tests.findLast((test) => test.at <= at)?.status ?? this.connectionBefore ?? this.connection;
      if (status === 'untested') return [];
      return { endpointArn, name: 'orders-db', status, failure: 'the database is asleep' };
    });
  }

  async testConnection(_instance: string, endpointArn: string): Promise<void> {
    this.calls.push('testConnection');
    const tests = this.#tests.get(endpointArn) ?? [];
    this.#tests.set(endpointArn, tests);
    if (tests.at(-1)?.status === 'testing') return;
    tests.push({ at: this.clock.now().getTime(), status: 'testing' });
    const ends = new Date(this.clock.now().getTime() + this.testSeconds * 1000);
    this.clock.schedule(ends, () => {
      tests.push({ at: ends.getTime(), status: this.connection });
      if (this.#isRefused) this.startsUntested = false;
    });
  }

  async createTask(request: TaskRequest): Promise<Task | undefined> {
    this.calls.push('createTask');
    if (this.#byIdentifier(request.identifier) !== undefined) return undefined;
    // Two tasks with one ARN would be taken for one.
    const { resourceIdentifier } = request;
    if (this.#ids.has(resourceIdentifier))
      throw new Error(`${resourceIdentifier} was the id of another task`);
    this.#ids.add(resourceIdentifier);
    this.#made += 1;
    const arn = `arn:aws:dms:eu-west-1:000000000000:task:TASK${this.#made}`;
    const { sourceEndpointArn, targetEndpointArn, replicationInstanceArn, mode } = request;
    const endpoints = { sourceEndpointArn, targetEndpointArn, replicationInstanceArn };
    const task: Task = { arn, identifier: request.identifier, status: 'creating', mode, endpoints };
    this.tasks.set(arn, { task, request });
    this.#remember(arn);
    this.#later(this.readySeconds, arn, { status: 'ready' });
    return task;
  }

  async startTask(taskArn: string, type: string, place: StartPlace = { kind: 'now' }): Promise<StartAnswer> {
    this.calls.push(`startTask ${type}`);
    this.#isRefused = this.startsUntested;
    if (this.startsUntested) return { untested: 'Test connection should be successful' };
    this.places.push(place);
    const { task, request } = this.#get(taskArn);
    const fits = type === 'start-replication' ? task.startedAt === undefined : task.startedAt !== undefined;
    if (!['ready', 'stopped', 'failed', 'failed-move'].includes(task.status) || !fits)
      throw new RunError('TaskBusy', task.status);
    this.set(taskArn, { status: 'starting', startedAt: this.clock.now().toISOString() });
    if (request.mode === 'full-load') {
      this.#later(30, taskArn, { status: 'running' });
      this.#later(30 + this.loadSeconds, taskArn, { statistics: this.#statistics(), ...this.ending });
      return 'started';
    }
    const complete = { statistics: this.#statistics() };
    this.#later(30, taskArn, request.mode === 'cdc' ? { ...this.coming, ...complete } : this.coming);
    if (request.mode !== 'cdc' && this.coming.status === 'running')
      this.#later(30 + this.loadSeconds, taskArn, {
        statistics: {
          ...this.#statistics(),
          loadFinishedAt: new Date(this.clock.now().getTime() + this.loadSeconds * 1000).toISOString(),
        },
      });
    return 'started';
  }

  async tagTask(taskArn: string, tags: ModifyTaskRequest['tags']): Promise<void> {
    this.calls.push('tagTask');
    const known = this.#get(taskArn);
    if (!this.tagsWhileModifying && known.task.status === 'modifying')
      throw new RunError('TaskBusy', 'the task is modifying');
    known.request = { ...known.request, tags: { ...known.request.tags, ...tags } };
    this.#remember(taskArn);
  }

  async modifyTask(taskArn: string, change: Omit<ModifyTaskRequest, 'tags'>): Promise<void> {
    this.calls.push('modifyTask');
    const known = this.#get(taskArn);
    const { status } = known.task;
    if (!['ready', 'stopped', 'failed'].includes(status)) throw new RunError('TaskBusy', status);
    const { tableMappings, taskSettings } = change;
    known.request = { ...known.request, tableMappings, taskSettings };
    this.set(taskArn, { status: 'modifying' });
    this.#later(this.modifySeconds, taskArn, { status });
  }

  async moveTask(taskArn: string, instanceArn: string): Promise<void> {
    this.calls.push('moveTask');
    const { task } = this.#get(taskArn);
    if (!['ready', 'stopped', 'failed'].includes(task.status) || task.endpoints === undefined)
      throw new RunError('TaskBusy', task.status);
    const endpoints = { ...task.endpoints, replicationInstanceArn: instanceArn };
    const { status } = task;
    this.set(taskArn, { status: 'moving' });
    this.#later(60, taskArn, this.moveFails ? { status: 'failed-move' } : { status, endpoints });
  }

  async reloadTables(): Promise<void> {
    this.calls.push('reloadTables');
  }

  async stopTask(taskArn: string): Promise<void> {
    this.calls.push('stopTask');
    if (this.tasks.get(taskArn)?.task.status !== 'running') return;
    this.set(taskArn, { status: 'stopping' });
    this.#later(30, taskArn, {
      status: 'stopped',
      stopReason: 'Stop Reason NORMAL',
      ...(this.checkpoints
        ? { checkpoint: `checkpoint:V1#${taskArn.slice(-1)}#${this.clock.now().toISOString()}` }
        : {}),
    });
  }

  async deleteTask(taskArn: string): Promise<boolean> {
    this.calls.push('deleteTask');
    const status = this.tasks.get(taskArn)?.task.status ?? 'gone';
    if (!['ready', 'stopped', 'failed'].includes(status)) return false;
    this.set(taskArn, { status: 'deleting' });
    this.#later(30, taskArn, undefined);
    return true;
  }

  async findTask(identifier: string): Promise<Task | undefined> {
    const arns = [...this.#past.keys()];
    return arns.flatMap((arn) => this.#seen(arn)?.task ?? []).find((task) => task.identifier === identifier);
  }

  async findTasks(identifiers: readonly string[]): Promise<readonly Task[]> {
    this.calls.push('findTasks');
    const found = await Promise.all(identifiers.map((identifier) => this.findTask(identifier)));
    return found.flatMap((task) => task ?? []);
  }

  async describeTasks(taskArns: readonly string[]): Promise<readonly Task[]> {
    this.calls.push('describeTasks');
    return taskArns.flatMap((arn) => this.#seen(arn)?.task ?? []);
  }

  async tagsOf(taskArn: string): Promise<Readonly<Record<string, string>>> {
    return this.#seen(taskArn)?.request.tags ?? {};
  }

  async tableStatistics(taskArn: string): Promise<readonly TableRecord[]> {
    return this.tasks.has(taskArn) ? this.tables : [];
  }

  set(taskArn: string, change: Partial<Task>): void {
    const known = this.#get(taskArn);
    known.task = { ...known.task, ...change };
    this.#remember(taskArn);
  }

  #remember(taskArn: string): void {
    const known = this.tasks.get(taskArn);
    const one = { at: this.clock.now().getTime(), seen: known === undefined ? undefined : { ...known } };
    this.#past.set(taskArn, [...(this.#past.get(taskArn) ?? []), one]);
  }

  /** Task as an answer shows it now. */
  #seen(taskArn: string): ScriptedTask | undefined {
    if (this.trailSeconds === 0) return this.tasks.get(taskArn);
    const at = this.clock.now().getTime() - this.trailSeconds * 1000;
    return this.#past.get(taskArn)?.findLast((one) => one.at <= at)?.seen;
  }

  #later(seconds: number, taskArn: string, change: Partial<Task> | undefined): void {
    const at = new Date(this.clock.now().getTime() + seconds * 1000);
    const from = this.tasks.get(taskArn)?.task.status;
    this.clock.schedule(at, () => {
      const status = this.tasks.get(taskArn)?.task.status;
      if (status === undefined) return;
      // A stop in between puts an end to what was to come.
      if (['stopping', 'deleting'].includes(status) && status !== from) return;
      if (change === undefined) {
        this.tasks.delete(taskArn);
        this.#remember(taskArn);
      } else this.set(taskArn, change);
      this.onChange(taskArn);
    });
  }

  #statistics() {
    const count = (state: string) => this.tables.filter((table) => table.state === state).length;
    return {
      percent: 100,
      tablesLoaded: count('Table completed'),
      tablesLoading: 0,
      tablesQueued: 0,
      tablesErrored: count('Table error'),
    };
  }

  #get(taskArn: string): ScriptedTask {
    const known = this.tasks.get(taskArn);
    if (known === undefined) throw new RunError('TaskDisappeared', taskArn);
    return known;
  }

  #byIdentifier(identifier: string): ScriptedTask | undefined {
    return [...this.tasks.values()].find(({ task }) => task.identifier === identifier);
  }
}
