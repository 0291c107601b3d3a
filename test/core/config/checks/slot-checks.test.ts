import { loadConfig } from '../../../../core/config/load-config';
import { connections, department, environment, now } from '../config-files';

const sources = `
sources:
  sales-db: {engine: postgres, database: sales, secret: lakeferry/sales-db}
  slotted: {engine: postgres, database: sales, secret: lakeferry/sales-db, connection-attributes: {slotName: lf}}
  same-slot: {engine: postgres, database: sales, secret: lakeferry/sales-db, connection-attributes: {SlotName: lf}}
  other-slot: {engine: postgres, database: sales, secret: lakeferry/sales-db, connection-attributes: {slotName: lf2}}
  other-server: {engine: postgres, database: sales, secret: lakeferry/other, connection-attributes: {slotName: lf}}
targets:
  lake: {engine: s3}
`;

function problems(jobs: readonly Readonly<Record<string, string>>[], environmentLines = '') {
  const loaded = loadConfig(
    [
      { ...connections, text: sources },
      { ...environment, text: `${environment.text}${environmentLines}` },
      ...jobs.map((lines, index) => department(lines, `d${index}`)),
    ],
    now,
  );
  return (loaded.ok ? loaded.warnings : loaded.problems).map(
    ({ severity, file, path, message }) => `${severity} ${file.slice(-7)} ${path}: ${message}`,
  );
}

const changes = { mode: 'cdc', 'start-from': '{position: "4AF/B00000D0"}' };

test('one cdc job with a position reads a slot', () => {
  expect(problems([{ ...changes, source: 'slotted' }])).toEqual([]);
  expect(problems([{ mode: 'cdc', 'start-from': 'checkpoint', source: 'slotted' }])).toEqual([]);
  const checkpoint = '{position: "checkpoint:V1#1#000004AF/B00000D0#0#0#*#0#0"}';
  expect(problems([{ mode: 'cdc', 'start-from': checkpoint, source: 'slotted' }])).toEqual([]);
});

test.each([
  ['checkpoint', 'a checkpoint', 'goes with its task'],
  ['{position: "4AF/B00000D0"}', 'a position', 'begins with its task'],
  ['{position: "checkpoint:V1#1#000004AF/B00000D0#0#0#*#0#0"}', 'a position', 'begins with its task'],
])('PostgreSQL without a named slot cannot start from %s', (from, what, why) => {
  const job = { mode: 'cdc', 'start-from': from };
  const message = `PostgreSQL cannot start from ${what} without a named slot: the slot that DMS creates ${why}`;
  expect(problems([job])).toEqual([`error d0.yaml jobs[0].start-from: ${message}`]);
  expect(problems([{ ...job, source: 'slotted' }])).toEqual([]);
  expect(problems([{ mode: 'cdc', 'start-from': 'now' }])).toEqual([]);
  const slot = '\nconnections: {sales-db: {connection-attributes: {slotName: lf3}}}\n';
  expect(problems([job], slot)).toEqual([]);
});

test('sources without a secret, whose jobs name their endpoints, may be different servers', () => {
  const arn = (id: string) => `arn:aws:dms:eu-west-1:123456789012:endpoint:${id}`;
  const silent = sources.replaceAll(/, secret: lakeferry\/(sales-db|other)(?=, conn)/g, '');
  const on = (source: string, id: string) =>
    department({ ...changes, source, existing: `{test: {source-endpoint: "${arn(id)}"}}` }, id.toLowerCase());
  const text = silent.replaceAll(/ {2}(same|other)-slot.*\n/g, '');
  const files = [on('slotted', 'A'), on('other-server', 'B')];
  expect(loadConfig([{ ...connections, text }, environment, ...files], now)).toMatchObject({ ok: true });
});

test.each(['slotted', 'same-slot'])('a second job of changes on its slot by %s is an error', (source) => {
  expect(
    problems([
      { ...changes, source: 'slotted' },
      { ...changes, source },
    ]),
  ).toEqual([
    `error d1.yaml jobs[0].source: the replication slot "lf" of ${source} is also read by d0/daily: a slot has one consumer`,
  ]);
});

test.each([{ source: 'other-slot' }, { source: 'other-server' }, { source: 'slotted', enabled: 'false' }])(
  'a second job with %j is fine',
  (lines) => {
    expect(
      problems([
        { ...changes, source: 'slotted' },
        { ...changes, ...lines },
      ]),
    ).toEqual([]);
  },
);

test('a full load on the endpoint does not read the slot', () => {
  expect(problems([{ ...changes, source: 'slotted' }, { source: 'slotted' }])).toEqual([]);
});

test('the attributes of an environment count', () => {
  const both = [
    { ...changes, source: 'slotted' },
    { ...changes, source: 'other-slot' },
  ];
  const override = 'connections:\n  other-slot: {connection-attributes: {slotName: lf}}\n';
  expect(problems(both, override)).toEqual([expect.stringContaining('a slot has one consumer')]);
});

test.each<[Readonly<Record<string, string>>, string, string]>([
  [{ mode: 'cdc' }, 'mode', 'needs a start position: DMS rejects a task without one'],
  [
    { mode: 'cdc', 'start-from': 'now' },
    'start-from',
    'needs a start position: DMS rejects a task without one',
  ],
  [
    { mode: 'cdc', 'start-from': '{position: "mysql-bin.000024:373"}' },
    'start-from',
    'needs a start position: DMS rejects a task without one',
  ],
  [{ mode: 'full-load-and-cdc' }, 'mode', 'is for cdc jobs with a start position, not for full-load-and-cdc'],
])('a slot with %j is an error at %s', (lines, key, message) => {
  expect(problems([{ ...lines, source: 'slotted' }])).toEqual([
    `error d0.yaml jobs[0].${key}: the replication slot "lf" of slotted ${message}`,
  ]);
  const isPosition = lines['start-from']?.includes('position') === true;
  expect(problems([{ ...lines, source: 'sales-db' }])).toHaveLength(isPosition ? 1 : 0);
});
