import { join } from 'node:path';
import {
  newState,
  readState,
  removeState,
  seedsLeft,
  seedsPlayed,
  withSeed,
  writeState,
} from '../../../simulation/chaos/state-file';
import { temporaryFolder } from '../../helpers/run/temporary-folder';

const options = { start: 10, seeds: 5, days: 1, workers: 1, stop: false };

test('continues with the seeds that are left, whatever their order was', () => {
  let state = newState(options, 'code');
  state = withSeed(state, 12, true);
  state = withSeed(state, 10, false);
  expect(seedsLeft(state)).toEqual([11, 13, 14]);
  expect(seedsPlayed(state)).toBe(2);
  state = withSeed(state, 11, true);
  expect(state).toEqual({ start: 10, seeds: 5, days: 1, code: 'code', before: 13, played: [], failed: [10] });
});

test('is kept for the same options and the same code only', () => {
  const path = join(temporaryFolder(), 'folder', 'chaos.json');
  const state = withSeed(newState(options, 'code'), 10, true);
  writeState(path, state);
  expect(readState(path, options, 'code')).toEqual(state);
  const longer = { ...options, days: 2 };
  expect(readState(path, longer, 'code')).toEqual(newState(longer, 'code'));
  expect(readState(path, options, 'changed')).toEqual(newState(options, 'changed'));
  removeState(path);
  expect(readState(path, options, 'code')).toEqual(newState(options, 'code'));
});
