import { loadConfig } from '../../../../core/config/load-config';
import { connections, department, environment, messages, now } from '../config-files';

test.each([
  [
    'max-duration',
    '6 hours',
    '"6 hours" is not a duration: write minutes, hours or days such as 90m, 6h or 2d',
  ],
  ['max-duration', '2000d', '"2000d" is out of range for a run: write a duration from 5m to 30d'],
  ['max-duration', '4m', '"4m" is out of range for a run: write a duration from 5m to 30d'],
  [
    'name',
    'Daily',
    '"Daily" is not a job name: use lower-case letters, digits and single hyphens between them, starting with a letter',
  ],
  ['name', 'a'.repeat(61), `"${'a'.repeat(61)}" is longer than 60 characters, the maximum of a job name`],
  ['tables', '[]', 'this list is empty: list at least one SCHEMA.TABLE'],
  ['tags', '{"aws:a": b}', '"aws:a" is reserved: tag keys must not start with aws: or lakeferry:'],
  ['format', '{type: parquet, header: true}', '"header" does not apply to parquet'],
  ['format', '{type: csv, timestamp-column: ""}', '"" is empty: remove timestamp-column to have none'],
  ['enabled', 'sometimes', '"sometimes" is text: expected true or false'],
])('%s: %s is refused in words', (key, value, message) => {
  expect(messages({ [key]: value })).toEqual([message]);
});

test.each(['5m', '30d'])('max-duration: %s is possible', (duration) => {
  expect(messages({ 'max-duration': duration })).toEqual([]);
});

const needed =
  'contains a double quote or a line break, which CSV itself needs: write another character such as ; or |';
const unreadable = 'contains a double quote or a line break: such a file cannot be read back';
test.each([
  [`{type: csv, delimiter: '"'}`, `"\\"" ${needed}`],
  ['{type: csv, delimiter: "\\n"}', `"\\n" ${needed}`],
  ['{type: csv, delimiter: "a\\r"}', `"a\\r" ${needed}`],
  [String.raw`{type: csv, delimiter: \n}`, String.raw`"\\n" ${needed}`],
  [`{type: csv, null-value: 'a"b'}`, String.raw`"a\"b" ${unreadable}`],
  ['{type: csv, null-value: "a\\nb"}', `"a\\nb" ${unreadable}`],
  [
    '{type: csv, null-value: "a,b"}',
    'null-value "a,b" contains the delimiter ",": a NULL would be read as two fields',
  ],
  [
    '{type: csv, delimiter: N}',
    String.raw`null-value "\\N" contains the delimiter "N": a NULL would be read as two fields`,
  ],
])('the format %s would make unreadable files', (format, message) => {
  expect(messages({ format })).toEqual([message]);
});

test.each([
  ['{TargetMetadata: {FullLobMode: true}}', 'S3 has no full LOB mode'],
  ['{TargetMetadata: {LimitedSizeLobMode: false}}', 'LimitedSizeLobMode: false leaves no LOB mode'],
  ['{TargetMetadata: {BatchApplyEnabled: true}}', 'batch apply can lose data'],
  ['{Logging: {CloudWatchLogGroup: x}}', 'unknown key "CloudWatchLogGroup"'],
  ['{FullLoadSettings: {TargetTablePrepMode: DROP}}', '"DROP" is not one of DO_NOTHING'],
  ['{FullLoadSettings: {MaxFullLoadSubTasks: 50}}', '50 is above 49'],
  ['{FullLoadSetings: {}}', 'unknown key "FullLoadSetings"'],
])('task settings %s are refused before DMS does', (settings, message) => {
  expect(messages({ 'task-settings': settings })).toEqual([expect.stringContaining(message)]);
});

test.each([
  ['0.05', '0.05 is below 0.1 requests per second, at which runs hardly start'],
  ['9', '9 is above 8 requests per second, which DMS accepts per account and region and AWS does not raise'],
  ['fast', '"fast" is text: expected a number'],
])('dms: {requests-per-second: %s} of an environment is refused', (rate, message) => {
  const text = `${environment.text}dms: {requests-per-second: ${rate}}\n`;
  const loaded = loadConfig([connections, { ...environment, text }, department()], now);
  expect(loaded.ok ? [] : loaded.problems).toMatchObject([
    { message, file: 'config/environments/test.yaml', line: 6, path: 'dms.requests-per-second' },
  ]);
});

test.each([
  ['lakeferry.example.com', 'is not an address: write one such as https://lakeferry.example.com/'],
  ['https://', 'is not an address: write one such as https://lakeferry.example.com/'],
  ['http://host:99999', 'is not an address: write one such as https://lakeferry.example.com/'],
  ['https://me:secret@host/', 'contains @: leave out user names and passwords'],
  ['https://host/?a=1', 'contains ? or #: write the address without them, because links add #/ and a page'],
  ['https://host/#/runs', 'contains ? or #: write the address without them, because links add #/ and a page'],
  ['https://ho st/', 'contains a space or a letter that an address cannot have'],
  [
    `https://host/${'a'.repeat(200)}`,
    'is longer than 200 characters, which leaves no room for a link in a chat',
  ],
])('console-url: %s of an environment is refused', (url, message) => {
  const text = `${environment.text}console-url: "${url}"\n`;
  const loaded = loadConfig([connections, { ...environment, text }, department()], now);
  expect(loaded.ok ? [] : loaded.problems).toEqual([
    expect.objectContaining({
      ...{ file: 'config/environments/test.yaml', line: 6, column: 14, path: 'console-url' },
      message: expect.stringContaining(message),
    }),
  ]);
});

test.each([
  ['europe', 'is not a region such as eu-west-1'],
  ...['cn-north-1', 'us-gov-west-1', 'us-iso-east-1', 'us-isob-east-1'].map((region) => [
    region,
    'is a region of AWS China, GovCloud or an isolated partition, which Lakeferry does not support',
  ]),
])('region: %s of an environment is refused', (region, message) => {
  const text = environment.text.replace('eu-west-1', region ?? '');
  const loaded = loadConfig([connections, { ...environment, text }, department()], now);
  expect(loaded.ok ? [] : loaded.problems).toMatchObject([
    { message: `"${region}" ${message}`, file: 'config/environments/test.yaml', line: 3, path: 'region' },
  ]);
});

test.each(['platform', 'messages'])('the department %s is refused: the platform has its names', (name) => {
  const loaded = loadConfig([connections, environment, department({}, name)], now);
  expect(loaded.ok ? [] : loaded.problems).toMatchObject([
    { message: `"${name}" is part of names that the platform has already: choose another department name` },
  ]);
});
