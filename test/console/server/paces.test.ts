import { Paces } from '../../../console/server/run/paces';

const runAt = (at: string, run = 'r') => ({
  run,
  progress: {
    status: 'running',
    percent: 1,
    tablesLoaded: 0,
    tablesLoading: 1,
    tablesQueued: 0,
    tablesErrored: 0,
    at: `2026-03-10T08:${at}.000Z`,
  },
});
const table = (rows: number) => [{ schema: 's', table: 't', state: 'Full load', rows, errorRows: 0 }];

/** Each look: the time of the last poll, the rows that it saw, and the pace that is shown. */
test.each<[string, readonly (readonly [string, number, number | undefined])[]]>([
  ['none after one poll', [['00:00', 60, undefined]]],
  [
    'that between two polls',
    [
      ['00:00', 60, undefined],
      ['01:00', 180, 2],
    ],
  ],
  [
    'the same when it is looked at twice',
    [
      ['00:00', 60, undefined],
      ['01:00', 180, 2],
      ['01:00', 180, 2],
    ],
  ],
  [
    'slower with each poll that sees no more rows',
    [
      ['00:00', 0, undefined],
      ['01:00', 120, 2],
      ['02:00', 120, 1],
    ],
  ],
  [
    'that of the last two of three polls',
    [
      ['00:00', 0, undefined],
      ['01:00', 120, 2],
      ['02:00', 720, 10],
    ],
  ],
  [
    'the whole of one poll whose rows follow its time',
    [
      ['00:00', 0, undefined],
      ['01:00', 60, 1],
      ['01:00', 120, 2],
    ],
  ],
  [
    'none after the table began again',
    [
      ['00:00', 60, undefined],
      ['01:00', 180, 2],
      ['02:00', 0, undefined],
    ],
  ],
])('the pace is %s', (_, looks) => {
  const paces = new Paces();
  const shown = looks.map(([at, rows]) => [...paces.of(runAt(at), table(rows)).values()][0]);
  expect(shown).toEqual(looks.map(([, , pace]) => pace));
});

test('a hundred runs are remembered, those looked at last', () => {
  const paces = new Paces();
  for (let nth = 0; nth <= 100; nth += 1) paces.of(runAt('00:00', `r${nth}`), table(0));
  const knows = (run: string): boolean => paces.of(runAt('01:00', run), table(60)).size > 0;
  expect([knows('r100'), knows('r1')]).toEqual([true, true]);
  expect(knows('r0')).toBe(false);
});
