import * as z from 'zod/mini';
import { wrongUse } from '../errors/exit-codes';
import type { Argument, Option } from '../options/option';

/** Parses arguments and options by their types. Throws with all that are wrong. */
export function parseInput(
  definitions: Readonly<Record<string, Argument<unknown> | Option<unknown>>>,
  given: Readonly<Record<string, unknown>>,
): object {
  const shape = Object.entries(definitions).map(([key, { type }]) => [key, type(z)] as const);
  const { data, error } = z.object(Object.fromEntries(shape)).safeParse(given);
  if (data !== undefined) return data;
  const messages = error.issues.map(({ path: [key], message }) => {
    const definition = typeof key === 'string' ? definitions[key] : undefined;
    return definition !== undefined && 'flags' in definition
      ? `${definition.flags.split(' ')[0]} ${message}`
      : message;
  });
  const [first = '', ...more] = messages;
  const end = first.lastIndexOf(': ');
  // Each type of an option says what is wrong and, after the last colon, what to write instead.
  if (more.length > 0 || end === -1) throw wrongUse(messages.join('\n'));
  throw wrongUse(first.slice(0, end), { fix: first.slice(end + 2) });
}
