import * as z from 'zod/mini';
import { cutText, longestText } from '../../cut-text';

/** Error that ended a state: `error` is its name, `cause` its message. */
export const Failure = z.object({ state: z.string(), error: z.string(), cause: z.string() });
export type Failure = z.infer<typeof Failure>;

/** Cause that Lambda reports for an error of a function, as JSON. */
const LambdaCause = z.object({ errorMessage: z.string() });

/** Returns a failure as a Catch recorded it, with the message taken from Lambda's JSON. */
export function readable(failure: Failure): Failure {
  const parsed = LambdaCause.safeParse(parseJson(failure.cause));
  const cause = parsed.success ? parsed.data.errorMessage : failure.cause;
  return {
    ...failure,
    cause: cutText((cause || unexplained[failure.error]) ?? 'no cause was given', longestText),
  };
}

/** Causes of Step Functions' own errors, which have none. A missed heartbeat may have either name. */
const unexplained: Readonly<Record<string, string>> = {
  'States.Timeout':
    'the state took longer than its time limit, which for a load is the job’s max-duration, or it got no heartbeat from ' +
    'poll-tasks: check the log and the schedule of poll-tasks',
  'States.HeartbeatTimeout': 'no heartbeat from poll-tasks for too long; check its log and its schedule',
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
