import type { Channels } from '../../../aws/channels';
import type { Channel, Departments } from '../../../aws/departments';
import type { Events } from '../../../aws/events';
import type { DepartmentPlans } from '../../../aws/plans';
import type { EventEntry } from '../../../core/events/event-batches';
import { LakeferryEvent } from '../../../core/events/event';
import { Notification } from '../../../core/events/notification';
import { detailTypes, eventSource } from '../../../core/events/detail-types';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { LoadPlan } from '../../../core/planning/load-plan';
import { invalidEvents } from '../whole/valid-events';
import { sampleDepartment } from './plan';

/** Event bus, topics and deployed departments in memory. What is put on the bus must fit its JSON Schema. */
export class MemoryOutside {
  readonly events: LakeferryEvent[] = [];
  readonly notifications: Notification[] = [];
  readonly published: { readonly topic: string; readonly subject?: string; readonly text: string }[] = [];
  /** Problem of an entry that the bus refuses. */
  refusesEvent: (entry: EventEntry) => string | undefined = () => undefined;
  /** True for a message that its topic refuses. */
  refusesMessage: (topic: string, text: string) => boolean = () => false;
  /** Channels of the department `sales`. Undefined: an earlier version deployed it. */
  channels: Record<string, Channel> | undefined = { email: { kind: 'topic', arn: 'arn:topic' } };
  /** Parameter of a department that cannot be read. */
  unreadable: string | undefined;
  jobs: readonly JobPlan[] = [];
  loads: readonly LoadPlan[] = [];

  readonly bus: Events = {
    put: async (entries) =>
      entries.map((entry) => {
        const problem = this.refusesEvent(entry);
        if (problem !== undefined) return problem;
        const detail: unknown = JSON.parse(entry.detail);
        const received = { source: eventSource, 'detail-type': entry.detailType, detail };
        expect(invalidEvents([received])).toEqual([]);
        if (entry.detailType === detailTypes.notification)
          this.notifications.push(Notification.parse(detail));
        else this.events.push(LakeferryEvent.parse(detail));
        return undefined;
      }),
  };
  readonly topics: Channels = {
    publish: async (topic, message) => {
      if (this.refusesMessage(topic, message.text)) throw new Error('SNS refuses the message');
      this.published.push({ topic, ...message });
    },
  };
  readonly departments: Departments = {
    deployed: async (report) => {
      if (this.unreadable !== undefined) report?.(this.unreadable, 'no JSON');
      if (this.channels === undefined) return new Map();
      const plan = { bucket: 'assets', key: 'sales.json' };
      return new Map([['sales', { plan, owner: 'sales-data@example.com', channels: this.channels }]]);
    },
  };
  readonly plans: DepartmentPlans = {
    department: async () => sampleDepartment({ jobs: this.jobs, loads: this.loads }),
  };

  /** Message IDs of the events so far. */
  ids(): readonly string[] {
    return this.events.map(({ id }) => id);
  }
}
