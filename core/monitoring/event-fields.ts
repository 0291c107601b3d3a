import * as z from 'zod/mini';
import { jobOfRun } from '../runs/record/run-identity';

const StepEvent = z.object({ run: z.optional(z.nullable(z.string())), input: z.optional(z.unknown()) });
const Input = z.object({ job: z.string() });
const StatesEvent = z.object({ source: z.literal('aws.states'), detail: z.object({ input: z.string() }) });

/** Run and job that the event of a function names, for its log lines. Events of many runs name none. */
export function eventFields(event: unknown): { readonly run?: string; readonly job?: string } {
  const step = StepEvent.safeParse(event);
  const run = step.success ? (step.data.run ?? undefined) : undefined;
  const job = run === undefined ? undefined : jobOfRun(run);
  if (run !== undefined && job !== undefined) return { run, job };
  const states = StatesEvent.safeParse(event);
  const input = Input.safeParse(
    states.success ? parsed(states.data.detail.input) : step.success ? step.data.input : undefined,
  );
  return input.success ? { job: input.data.job } : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
