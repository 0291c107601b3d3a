/**
 * States of a table in a DMS task, with the kinds that decisions distinguish. Source: TableState and ValidationState in the API
 * reference, where both are plain strings
 * (https://docs.aws.amazon.com/dms/latest/APIReference/API_TableStatistics.html). Their case varies between versions of DMS.
 */
const kinds = {
  'table completed': 'completed',
  'table error': 'error',
  'table cancelled': 'cancelled',
  'table does not exist': 'missing',
} as const satisfies Record<string, TableStateKind>;

/** `unfinished`: before, in or after an interrupted load, or a state that the reference does not list. */
export type TableStateKind = 'completed' | 'error' | 'cancelled' | 'missing' | 'unfinished';

export function tableStateOf(state: string): TableStateKind {
  const word = plainWord(state);
  return isKnown(kinds, word) ? kinds[word] : 'unfinished';
}

/**
 * - `good`: the rows are equal, or are not compared at all
 * - `pending`: DMS compares them, or will
 * - `bad`: rows differ or cannot be compared, or a state that the reference does not list
 */
export type ValidationKind = 'good' | 'pending' | 'bad';

const validationKinds = {
  'not enabled': 'good',
  validated: 'good',
  'no primary key': 'good',
  'pending records': 'pending',
  'pending validation': 'pending',
  'pending revalidation': 'pending',
  'preparing table': 'pending',
} as const satisfies Record<string, ValidationKind>;

export function validationOf(state: string): ValidationKind {
  const word = plainWord(state);
  return isKnown(validationKinds, word) ? validationKinds[word] : 'bad';
}

function plainWord(state: string): string {
  return state.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

function isKnown<Kinds extends object>(known: Kinds, word: PropertyKey): word is keyof Kinds {
  return Object.hasOwn(known, word);
}
