import { z } from 'zod';
import type { CloudContext, Operation } from '../../service';
import type { DmsScript } from '../script';
import { epochSeconds, operation, optional } from './operation';
import { page, pagingFields } from './paging';
import type { Task } from './resources';

export type TaskEvent = 'CREATED' | 'STARTED' | 'STOPPED' | 'FAILED' | 'DELETED' | 'MODIFIED';

const kinds: Readonly<
  Record<TaskEvent, { readonly id: string; readonly category: string; readonly words: string }>
> = {
  CREATED: { id: 'DMS-EVENT-0074', category: 'Creation', words: 'creation' },
  STARTED: { id: 'DMS-EVENT-0069', category: 'StateChange', words: 'state change' },
  STOPPED: { id: 'DMS-EVENT-0079', category: 'StateChange', words: 'state change' },
  FAILED: { id: 'DMS-EVENT-0078', category: 'Failure', words: 'failure' },
  DELETED: { id: 'DMS-EVENT-0073', category: 'Deletion', words: 'deletion' },
  MODIFIED: { id: 'DMS-EVENT-0080', category: 'ConfigurationChange', words: 'configuration change' },
};

export interface LoggedEvent {
  readonly identifier: string;
  readonly message: string;
  readonly categories: readonly string[];
  readonly at: Date;
}

const keptMilliseconds = 14 * 24 * 3600 * 1000;

/** Publishes task events to the event bus, and keeps them for DescribeEvents. */
export class EventLog {
  #events: LoggedEvent[] = [];

  constructor(
    private readonly context: CloudContext,
    private readonly script: DmsScript,
    private readonly onEvent: () => void,
    private readonly onTask: (event: TaskEvent, task: Task) => void,
  ) {}

  get all(): readonly LoggedEvent[] {
    return this.#events;
  }

  restore(events: readonly LoggedEvent[]): void {
    this.#events = [...events];
  }

  task(task: Task, event: TaskEvent, message: string): void {
    const { id, category, words } = kinds[event];
    const now = this.context.clock.now();
    this.#events = this.#events.filter(({ at }) => at.getTime() > now.getTime() - keptMilliseconds);
    this.#events.push({ identifier: task.identifier, message, categories: [words], at: now });
    this.onEvent();
    this.onTask(event, task);
    if (this.script.takeLostEvent()) return;
    this.context.publishEvent({
      source: 'aws.dms',
      'detail-type': 'DMS Replication Task State Change',
      resources: [task.arn],
      detail: {
        type: 'REPLICATION_TASK',
        category,
        eventType: `REPLICATION_TASK_${event}`,
        eventId: id,
        resourceLink: `https://console.aws.amazon.com/dms/v2/home?region=${this.context.region}#taskDetails/${task.identifier}`,
        detailMessage: message,
      },
    });
  }

  readonly describe: Operation = operation(
    z.strictObject({
      SourceIdentifier: optional(z.string()),
      SourceType: optional(z.enum(['replication-instance', 'replication-task'])),
      StartTime: optional(z.number()),
      EndTime: optional(z.number()),
      Duration: optional(z.number().int().positive()),
      EventCategories: optional(z.array(z.string())),
      ...pagingFields,
    }),
    (input) => {
      const now = epochSeconds(this.context.clock.now());
      // Without a time, the last hour, as in the API reference. Duration is in minutes.
      const from = input.StartTime ?? now - (input.Duration ?? 60) * 60;
      const until = input.EndTime ?? now;
      const events = this.#events.filter(
        ({ identifier, at, categories }) =>
          epochSeconds(at) >= from &&
          epochSeconds(at) <= until &&
          input.SourceType !== 'replication-instance' &&
          (input.SourceIdentifier === undefined || input.SourceIdentifier === identifier) &&
          (input.EventCategories === undefined ||
            categories.some((category) => input.EventCategories?.includes(category))),
      );
      const { items, ...marker } = page(events, input, {}, { max: 100 });
      return {
        Events: items.map(({ identifier, message, categories, at }) => ({
          SourceIdentifier: identifier,
          SourceType: 'replication-task',
          Message: message,
          EventCategories: categories,
          Date: epochSeconds(at),
        })),
        ...marker,
      };
    },
  );
}
