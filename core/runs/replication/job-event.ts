import * as z from 'zod/mini';

/** Kinds of events as they are stored, in the order in which events of one moment are shown. */
export const eventKinds = [
  'job-removed',
  'job-disabled',
  'plan-deployed',
  'start-ordered',
  'stop-ordered',
  'plan-changed',
  'task-created',
  'task-modified',
  'position-skipped',
  'task-started',
  'held',
  'task-stopped',
  'task-missing',
  'resumed',
  'resume-failed',
  'gave-up',
  'stopped-as-ordered',
  'recovered',
  'load-complete',
  'tables-reloaded',
  'latency-high',
  'latency-well',
  'slot-lag',
  'slot-well',
  'slot-dropped',
  'snapshot-rolled-back',
  'tables-failed',
  'tables-recovered',
  'tables-altered',
  'alert-expired',
  'reading-paused',
  'reading-resumed',
  'leftovers-removed',
  'position-lost',
  'position-found',
  'check-failed',
  'check-passed',
  'task-replaced',
  'delete-failed',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** Step in the life of a CDC job. */
export const JobEvent = z.object({
  at: z.string(),
  kind: z.enum(eventKinds),
  detail: z.string(),
  run: z.optional(z.string()),
});
export type JobEvent = z.infer<typeof JobEvent>;

/** Name of an event for people, such as `task started`. */
export function eventName(kind: EventKind): string {
  return names[kind] ?? kind.replaceAll('-', ' ');
}

const names: Partial<Record<EventKind, string>> = {
  'start-ordered': 'start requested',
  'stop-ordered': 'stop requested',
  'task-stopped': 'task down',
  'stopped-as-ordered': 'stopped by its settings',
  'latency-well': 'latency back to normal',
  'slot-lag': 'slot holds much log',
  'slot-well': 'slot back to normal',
  'tables-failed': 'tables with faults',
  'position-lost': 'log removed at the source',
  'position-found': 'log is there again',
  'check-failed': 'slots not checked',
  'check-passed': 'slots checked again',
  'tables-altered': 'tables changed at the source',
};
