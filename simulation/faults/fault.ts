/** Fault that lasts from `at` to `until`, in seconds after the start of the scenario. */
export interface Window {
  readonly at: number;
  readonly until: number;
}

export const callFaults = [
  'throttled',
  'unavailable',
  'lost-request',
  'lost-response',
  'slow',
  'death-before',
  'death-after',
  'function-timeout',
] as const;

export const eventFaults = ['events-lost', 'events-late', 'events-doubled'] as const;
export const scheduleFaults = ['schedules-lost', 'schedules-late', 'schedules-doubled'] as const;
export const describeFaults = ['stale-describe', 'partial-describe', 'empty-describe'] as const;

/** Fault of calls to AWS: each call of the window meets it with a probability. */
export interface CallFault extends Window {
  readonly fault: (typeof callFaults)[number];
  /** Service as the local cloud names it. Absent: all. */
  readonly service?: string;
  /** Name of a function, such as `poll-tasks`. Absent: all callers. */
  readonly caller?: string;
  readonly probability: number;
  /** Seconds of a slow call. */
  readonly seconds?: number;
}

/** Answers of DMS that are older than its last change, or that leave tasks out. */
export interface DescribeFault extends Window {
  readonly fault: (typeof describeFaults)[number];
  readonly probability: number;
  /** Age of a stale answer. */
  readonly seconds: number;
}

export interface EventFault extends Window {
  readonly fault: (typeof eventFaults)[number] | (typeof scheduleFaults)[number];
  readonly probability: number;
  /** Seconds by which a late one is late. */
  readonly seconds: number;
}

/** SNS and the event bus refuse all messages. */
export interface NotificationOutage extends Window {
  readonly fault: 'notification-outage';
}

/** Connections to a source are refused, so connection tests and running tasks fail. */
export interface SourceOutage extends Window {
  readonly fault: 'source-outage';
  readonly source: string;
}

/** The functions' clocks are wrong by some seconds. */
export interface ClockJump extends Window {
  readonly fault: 'clock-jump';
  readonly seconds: number;
}

/** End of one running task by DMS, or of one running execution by the console, chosen by `choice` among those that exist. */
export interface EndFault extends Window {
  readonly fault: 'task-failed' | 'task-stopped' | 'execution-stopped';
  /** Number in [0, 1) that chooses. */
  readonly choice: number;
  /** In DMS's words, for a task. */
  readonly stopReason: string;
  readonly message: string;
}

/** Tasks that stay in a status, or one task of which DMS reports another status than it has. */
export interface StatusFault extends Window {
  readonly fault: 'tasks-hang' | 'status-lie';
  readonly status: string;
  readonly choice: number;
}

/** Loads of tables fail while it lasts. */
export interface TableFault extends Window {
  readonly fault: 'table-error';
  /** `schema.table` of each. */
  readonly tables: readonly string[];
  readonly afterRows: number;
}

export type Fault =
  | CallFault
  | DescribeFault
  | EventFault
  | NotificationOutage
  | SourceOutage
  | ClockJump
  | EndFault
  | StatusFault
  | TableFault;

export function isFault(happening: object): happening is Fault {
  return 'fault' in happening;
}
