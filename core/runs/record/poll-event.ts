import * as z from 'zod/mini';
import { awaitedGoals } from '../task/goal';
import { type ReadingEvent, readingEventOf } from './reading-event';
import { runIdOf } from './run-identity';
import { RunInput } from './run-input';

/** Trigger of a poll. */
export type PollEvent =
  /** A state starts to wait for a goal. */
  | {
      readonly kind: 'wait';
      readonly run: string;
      readonly goal: (typeof awaitedGoals)[number];
      readonly token: string;
    }
  /** DMS reports an event of these tasks. */
  | {
      readonly kind: 'tasks';
      readonly taskArns: readonly string[];
      /** True when DMS has started the tasks. */
      readonly isStart?: boolean;
      /** Present when DMS pauses or resumes reading. */
      readonly reading?: ReadingEvent;
    }
  /** An execution did not succeed; `run` is absent when its input is not one of ours. */
  | {
      readonly kind: 'ended';
      readonly execution: string;
      readonly status: string;
      readonly run?: string | undefined;
    }
  /** The schedule polls everything in flight. */
  | { readonly kind: 'all' };

const Wait = z.strictObject({
  run: z.string(),
  goal: z.enum(awaitedGoals),
  token: z.string().check(z.minLength(1)),
});
const DmsEvent = z.object({
  source: z.literal('aws.dms'),
  resources: z.array(z.string()),
  detail: z.optional(z.unknown()),
});
const Start = z.object({ eventType: z.literal('REPLICATION_TASK_STARTED') });
const StatesEvent = z.object({
  source: z.literal('aws.states'),
  detail: z.object({ executionArn: z.string(), status: z.string(), input: z.nullish(z.string()) }),
});

/** Reads a trigger. Events only trigger a poll, which queries the facts itself, so an unknown event polls everything. */
export function pollEventOf(event: unknown): PollEvent {
  const wait = Wait.safeParse(event);
  if (wait.success) return { kind: 'wait', ...wait.data };
  const dms = DmsEvent.safeParse(event);
  // An event that names no task polls everything.
  if (dms.success && dms.data.resources.length > 0) {
    const reading = readingEventOf(dms.data.detail);
    return {
      kind: 'tasks',
      taskArns: dms.data.resources,
      ...(Start.safeParse(dms.data.detail).success ? { isStart: true } : {}),
      ...(reading === undefined ? {} : { reading }),
    };
  }
  const states = StatesEvent.safeParse(event);
  if (!states.success) return { kind: 'all' };
  const { executionArn, status, input } = states.data.detail;
  return { kind: 'ended', execution: executionArn, status, run: runOf(input ?? '') };
}

function runOf(input: string): string | undefined {
  try {
    const parsed = RunInput.safeParse(JSON.parse(input));
    return parsed.success ? runIdOf(parsed.data) : undefined;
  } catch {
    return undefined;
  }
}
