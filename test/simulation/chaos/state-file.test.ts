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
  let state = newState(options);
  state = withSeed(state, 12, true);
  state = withSeed(state, 10, false);
  expect(seedsLeft(state)).toEqual([11, 13, 14]);
  expect(seedsPlayed(state)).toBe(2);
  state = withSeed(state, 11, true);
  expect(state).toEqual({ start: 10, seeds: 5, days: 1, before: 13, played: [], failed: [10] });
});

test('is kept for the same options only', () => {
  const path = join(temporaryFolder(), 'folder', 'chaos.json');
  const state = withSeed(newState(options), 10, true);
  writeState(path, state);
  expect(readState(path, options)).toEqual(state);
  expect(readState(path, { ...options, days: 2 })).toEqual(newState({ ...options, days: 2 }));
  removeState(path);
  expect(readState(path, options)).toEqual(newState(options));
});
