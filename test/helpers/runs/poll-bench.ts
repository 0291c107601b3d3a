import type { Alert } from '../../../aws/alerts';
import type { DesiredReplication } from '../../../aws/history/replications';
import type { Item } from '../../../aws/history/table';
import { defaultRequestsPerSecond } from '../../../core/model/dms-requests';
import { requestBudgetOf } from '../../../core/runs/admission/request-budget';
import type { ItemKey } from '../../../core/runs/record/history-keys';
import type { TableRecord } from '../../../core/runs/record/table-record';
import type { Latency } from '../../../core/runs/replication/latency';
import type { Task } from '../../../core/runs/task/task';
import type { PollPorts } from '../../../functions/poll-tasks/poll-ports';
import { pollTasks } from '../../../functions/poll-tasks/poll-tasks';
import { memoryHistory } from './memory-history';
import { MemoryDeployments } from '../deployments/memory-deployments';
import { MemoryOutside } from './memory-outside';
import { Reported } from './reporting';
import { desiredFor } from './cdc-job';

const table: TableRecord = { schema: 's', table: 't', state: 'Table completed', rows: 1, errorRows: 0 };

/** Polls over a history in memory. A test sets the answers of the services, or has a call of a port refused. */
export class PollBench {
  readonly #items = new Map<string, Map<string, Item>>();
  readonly history = memoryHistory(this.#items);
  /** Tasks that DMS has. */
  readonly tasks = new Map<string, Task>();
  /** ARNs that an answer about several tasks leaves out. */
  readonly leftOut = new Set<string>();
  /** Calls that changed something, such as `stopTask arn`. */
  readonly actions: string[] = [];
  readonly alerts: Alert[] = [];
  readonly outside = new MemoryOutside();
  readonly deployments = new MemoryDeployments();
  readonly latencies = new Map<string, Latency>();
  /** Tables of every task, as DMS lists them. */
  tables: TableRecord[] = [table];
  /** `port.method` of the calls so far. */
  readonly calls = new Set<string>();
  /** True for an alert that SNS refuses. */
  refusesAlert: (alert: Alert) => boolean = () => false;
  /** Milliseconds that a poll has taken so far. */
  elapsedMs: () => number = () => 0;
  /** Call that is refused, such as `dms.tableStatistics`. */
  refused = '';

  readonly reported = new Reported();

  readonly ports: PollPorts = {
    history: this.#refusing('history', this.history),
    dms: this.#refusing('dms', {
      endpoints: unused,
      connections: unused,
      testConnection: unused,
      findTasks: unused,
      createTask: unused,
      modifyTask: unused,
      moveTask: unused,
      tagTask: unused,
      reloadTables: unused,
      startTask: async (arn, type) => this.#acts(`startTask ${arn} ${type}`, 'started' as const),
      stopTask: async (arn) => this.#acts(`stopTask ${arn}`, undefined),
      deleteTask: async (arn) => this.#acts(`deleteTask ${arn}`, true),
      findTask: async (identifier) => [...this.tasks.values()].find((task) => task.identifier === identifier),
      describeTasks: async (arns) =>
        arns.flatMap((arn) => (arns.length > 1 && this.leftOut.has(arn) ? [] : (this.tasks.get(arn) ?? []))),
      tagsOf: async () => ({}),
      tableStatistics: async () => this.tables,
    }),
    usage: this.#refusing(
      'usage',
      this.deployments.usageOf(() => this.tasks.values()),
    ),
    stacks: this.#refusing('stacks', this.deployments.stacks),
    answer: this.deployments.answer,
    executions: this.#refusing('executions', {
      start: unused,
      startOnce: unused,
      describe: async () => undefined,
      succeed: async (token) => this.#acts(`succeed ${token}`, 'delivered'),
      fail: async (token, error) => this.#acts(`fail ${token} ${error}`, 'delivered'),
      stop: async (execution) => this.#acts(`stop ${execution}`, undefined),
      heartbeat: async (token) => this.#acts(`heartbeat ${token}`, 'delivered'),
    }),
    metrics: this.#refusing('metrics', { latencies: async () => this.latencies }),
    alerts: this.#refusing('alerts', {
      notify: async (alert) => {
        if (this.refusesAlert(alert)) throw new Error('SNS refuses the alert');
        this.alerts.push(alert);
      },
    }),
    emitter: this.reported.emitter,
    log: this.reported.log,
    events: this.#refusing('events', this.outside.bus),
    channels: this.#refusing('channels', this.outside.topics),
    departments: this.#refusing('departments', this.outside.departments),
    plans: this.#refusing('plans', this.outside.plans),
    jobs: this.#refusing('jobs', { states: async () => new Map() }),
    environment: 'dev',
    stagingBucket: 'staging',
    instance: 'lakeferry-dev',
    budget: requestBudgetOf(defaultRequestsPerSecond),
    notePaid: () => undefined,
    retentionDays: 400,
    startClock: () => () => this.elapsedMs(),
  };

  /** Puts an item of any shape. */
  put(item: Item & ItemKey): void {
    this.#items.set(item.pk, new Map([...(this.#items.get(item.pk) ?? []), [item.sk, item]]));
  }

  /** Takes over the items of another history. Changes of one do not reach the other. */
  copy(items: ReadonlyMap<string, ReadonlyMap<string, Item>>): void {
    for (const [pk, found] of items) this.#items.set(pk, new Map(found));
  }

  poll(now: Date) {
    return pollTasks(this.ports, { poll: 'all' }, now);
  }

  /** Puts a CDC job with this task. */
  async replicate(task: Task, over: Partial<DesiredReplication> = {}): Promise<string> {
    const forJob = `sales/${task.identifier}`;
    await this.history.recordDesiredReplication({ ...desiredFor(forJob, task.identifier), ...over });
    await this.history.replicationHasTask(forJob, task.arn, []);
    this.tasks.set(task.arn, task);
    return forJob;
  }

  #acts<Answer>(action: string, answer: Answer): Answer {
    this.actions.push(action);
    return answer;
  }

  #refusing<Port extends object>(name: string, port: Port): Port {
    return new Proxy(port, {
      get: (target, method, receiver) => {
        const value: unknown = Reflect.get(target, method, receiver);
        if (typeof value !== 'function') return value;
        return async (...args: readonly unknown[]) => {
          const call = `${name}.${String(method)}`;
          this.calls.add(call);
          if (call === this.refused) throw new Error(`${call} was refused`);
          return await Reflect.apply(value, target, args);
        };
      },
    });
  }
}

async function unused(): Promise<never> {
  throw new Error('a poll does not call this');
}

export function taskNamed(name: string, status: string, over: Partial<Task> = {}): Task {
  return {
    arn: `arn:task:${name}`,
    identifier: name,
    status,
    startedAt: '2026-03-01T10:00:00.000Z',
    ...over,
  };
}
