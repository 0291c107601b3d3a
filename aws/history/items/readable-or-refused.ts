import { $ZodError } from 'zod/v4/core';
import { RunError } from '../../../core/runs/record/run-error';

/**
 * Changes the methods of a store: an item that does not have the shape of this version, such as a value that a later one has added, is
 * refused by name.
 */
export function readableOrRefused<Store extends object>(store: Store): Store {
  for (const [name, method] of Object.entries(store)) {
    if (typeof method !== 'function') continue;
    Reflect.set(store, name, (...given: readonly unknown[]) => {
      const answer: unknown = Reflect.apply(method, store, given);
      return answer instanceof Promise ? answer.catch(refuse) : answer;
    });
  }
  return store;
}

function refuse(error: unknown): never {
  if (!(error instanceof $ZodError)) throw error;
  const [issue] = error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new RunError(
    'NewerHistory',
    `an item of the history is not one of this version of Lakeferry: ${where}: ${issue?.message ?? 'unknown shape'}; if a newer version has written it, use that one`,
    { cause: error },
  );
}
