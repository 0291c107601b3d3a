import { isCopyOf, isSnapshotPublished } from '../../../../core/runs/removal/staged-state';

type Runs = Parameters<typeof isSnapshotPublished>[0];
const at = (seconds: number) => new Date(Date.UTC(2026, 2, 1, 10, 0, seconds));
const closed = { opened: at(0).toISOString(), closed: at(1).toISOString() };
const published = { ...closed, published: at(1).toISOString() };
const good = { phases: published, publishes: 'snapshot' } as const;
const unpublished = { phases: closed, publishes: 'snapshot' } as const;
const failed = { phases: closed };
const part = { tables: [{ schema: 'a', table: 'b' }], where: [] };

test.each([
  ['no run', [], undefined],
  ['a load that failed', [failed], undefined],
  ['a published part of the job', [{ ...good, part }], undefined],
  ['a published load', [good], true],
  ['a load that failed after a published one', [failed, good, unpublished], true],
  ['an open run', [{ phases: { opened: closed.opened } }, good], false],
  ['a good load that was not published', [unpublished, good], false],
  ['the same before loads that failed', [failed, failed, unpublished, good], false],
  ['a published part of the job after a load that was not', [{ ...good, part }, unpublished], false],
] satisfies [string, Runs, boolean | undefined][])('%s', (_, runs, expected) => {
  expect(isSnapshotPublished(runs)).toBe(expected);
});

const staged = { size: 3, eTag: 'a', lastModified: at(10) };
test.each([
  ['nothing in the lake', undefined, false],
  ['the same bytes', { ...staged, lastModified: at(9) }, true],
  ['another size', { ...staged, size: 4, lastModified: at(20) }, false],
  [
    'a later object with another ETag, as of a copy in parts',
    { ...staged, eTag: 'a-2', lastModified: at(11) },
    true,
  ],
  ['an earlier one: staging was overwritten', { ...staged, eTag: 'b', lastModified: at(9) }, false],
  ['one of the same second, which may be either', { ...staged, eTag: 'b' }, false],
])('%s', (_, inLake, expected) => {
  expect(isCopyOf(staged, inLake)).toBe(expected);
});
