import { tableStateOf, validationOf } from '../../../core/model/table-state';

test.each([
  ['Table completed', 'completed'],
  ['Table error', 'error'],
  ['Table cancelled', 'cancelled'],
  ['Table does not exist', 'missing'],
  ['Before load', 'unfinished'],
  ['Full load', 'unfinished'],
  ['Table is being reloaded', 'unfinished'],
  ['Table all', 'unfinished'],
  ['Table updates', 'unfinished'],
  ['a state of next year', 'unfinished'],
] as const)('table state %s is %s in any case', (state, kind) => {
  expect([state, state.toUpperCase(), state.toLowerCase(), ` ${state} `].map(tableStateOf)).toEqual(
    Array(4).fill(kind),
  );
});

test.each([
  ['Not enabled', 'good'],
  ['Validated', 'good'],
  ['No primary key', 'good'],
  ['Pending records', 'pending'],
  ['Pending validation', 'pending'],
  ['Pending revalidation', 'pending'],
  ['Preparing table', 'pending'],
  ['Mismatched records', 'bad'],
  ['Suspended records', 'bad'],
  ['Table error', 'bad'],
  ['Error', 'bad'],
  ['a state of next year', 'bad'],
] as const)('validation state %s is %s in any case', (state, kind) => {
  expect([state, state.toUpperCase(), state.toLowerCase()].map(validationOf)).toEqual(Array(3).fill(kind));
});
