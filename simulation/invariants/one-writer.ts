import { atTime, type Invariant } from './invariant';

export const oneWriter: Invariant = {
  name: 'one-writer',
  sentence: 'No two tasks write one folder of the staging bucket at the same time.',
  violations: ({ tasks, now }) => {
    const writes = tasks.flatMap(({ folder, identifier, work }) =>
      work.map(({ startedAt, endedAt = now }) => ({ folder, identifier, startedAt, endedAt })),
    );
    writes.sort((a, b) => a.startedAt - b.startedAt);
    return writes.flatMap((one, index) =>
      writes
        .slice(index + 1)
        .filter((other) => other.folder === one.folder && other.startedAt < one.endedAt)
        .map((other) => {
          const until = atTime(Math.min(one.endedAt, other.endedAt));
          return `${one.identifier} and ${other.identifier} both wrote ${one.folder} from ${atTime(other.startedAt)} to ${until}`;
        }),
    );
  },
};
