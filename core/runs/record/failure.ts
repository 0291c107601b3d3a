import * as z from 'zod/mini';
import type { Failure } from './run-record';

const longestCause = 4000;

/** What Lambda gives as the cause of a function's own error: a JSON text. */
const LambdaCause = z.object({ errorMessage: z.string() });

/** A failure as a Catch wrote it down, with the message taken out of Lambda's JSON. */
export function readable(failure: Failure): Failure {
  const parsed = LambdaCause.safeParse(parseJson(failure.cause));
  const cause = parsed.success ? parsed.data.errorMessage : failure.cause;
  return {
    ...failure,
    cause: ((cause || silent[failure.error]) ?? 'no cause was given').slice(0, longestCause),
  };
}

/** Step Functions' own errors come without a cause. */
const silent: Readonly<Record<string, string>> = {
  'States.Timeout': 'the state took longer than it may; for a load that is the job’s max-duration',
  'States.HeartbeatTimeout':
    'the poll (poll-tasks) was not heard of for too long; see its log and its schedule',
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
