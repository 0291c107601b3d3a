import * as z from 'zod/mini';
import { RunError } from '../../../core/runs/record/run-error';

/**
 * The same reads and writes. An item that does not have the shape of this version, such as a value that a later one has added, is
 * refused by name.
 */
export function readableOrRefused<Store extends object>(store: Store): Store {
  return new Proxy(store, {
    get(target, member, receiver) {
      const value: unknown = Reflect.get(target, member, receiver);
      if (typeof value !== 'function') return value;
      return (...given: readonly unknown[]) => {
        const answer: unknown = Reflect.apply(value, target, given);
        return answer instanceof Promise ? answer.catch(refuse) : answer;
      };
    },
  });
}

function refuse(error: unknown): never {
  if (!(error instanceof z.core.$ZodError)) throw error;
  const [issue] = error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new RunError(
    'NewerHistory',
    `an item of the history is not one of this version of Lakeferry: ${where}: ${issue?.message ?? 'unknown shape'}; if a newer version has written it, use that one`,
    { cause: error },
  );
}
