import type { Clock } from '../../../clock';
import { LineLog } from '../../../logs/line-log';
import type { LogStream } from '../../../logs/logs';
import type { LogLine } from '../../task-log-lines';
import type { Resources, Task } from '../resources';

/** Logs of tasks in CloudWatch. They outlive their tasks, but not this process. */
export class TaskLogs {
  readonly #streams = new Map<string, LogStream>();

  constructor(
    private readonly clock: Clock,
    private readonly resources: Resources,
  ) {}

  /** Streams that have lines. */
  get streams(): readonly LogStream[] {
    return [...this.#streams.values()].filter(({ log }) => log.events.length > 0);
  }

  /** Does nothing for a task without EnableLogging. */
  write(task: Task, ...lines: readonly LogLine[]): void {
    if (!task.settings.isLogged) return;
    const seconds = this.clock.now().toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
    this.#stream(task).add(
      ...lines.map(
        ({ component, severity, text, place }) =>
          `${seconds} [${component.padEnd(16)}]${severity}:  ${text}  (${place})`,
      ),
    );
  }

  #stream({ arn, instanceArn }: Task): LineLog {
    const name = `dms-task-${arn.slice(arn.lastIndexOf(':') + 1)}`;
    let stream = this.#streams.get(name);
    if (stream === undefined) {
      const group = `dms-tasks-${this.resources.instance(instanceArn).identifier}`;
      stream = { group, name, log: new LineLog(() => this.clock.now()) };
      this.#streams.set(name, stream);
    }
    return stream.log;
  }
}
