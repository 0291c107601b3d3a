import { createHash } from 'node:crypto';
import { type EnvironmentReference, platformName } from './environment-names';

/** Ids that DMS makes itself have 26 of these characters. Names of slots and log streams contain them. */
const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const letters = 26;

/** Names of slots have the first 16 characters of an id. The other half differs from task to task. */
const prefixLength = 8;
const idLength = 26;

/** First characters of the ids of all tasks of an environment. IAM policies allow new tasks by it. */
export function taskResourceIdPrefix(environment: EnvironmentReference): string {
  return digest([platformName(environment)], prefixLength);
}

/**
 * Last part of the ARN that a task gets: DMS's ResourceIdentifier. Equal for all attempts of a run to create one task. `before` is the
 * ARN of the task that the run or the job had before, so a task that takes its place has another ARN.
 */
export function taskResourceId(
  environment: EnvironmentReference,
  run: string,
  before: string | undefined,
): string {
  const prefix = taskResourceIdPrefix(environment);
  return prefix + digest([run, before ?? ''], idLength - prefixLength);
}

/** Characters of a hash, the first of which is a letter. */
function digest(parts: readonly string[], length: number): string {
  const bytes = createHash('sha256').update(parts.join('\n')).digest().subarray(0, length);
  return [...bytes].map((byte, at) => characters[byte % (at === 0 ? letters : characters.length)]).join('');
}
