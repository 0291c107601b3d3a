import { loadConfig } from '../../../../../core/config/load-config';
import { connections, department, environment, messages, now, problemsOf } from '../../config-files';

const slack = (channel = 'C07EZ1ABC23') => `{slack: {workspace-id: T07EA123LEP, channel-id: ${channel}}}`;
const arn = (service: string, name: string, region = 'eu-west-1') =>
  `arn:aws:${service}:${region}:123456789012:${name}`;

/** Messages about a department with another owner or keys, in environments with these lines. */
function within(
  {
    owner = 'sales@example.com',
    lines = '',
    job = {},
    otherJob = '',
  }: {
    readonly owner?: string;
    readonly lines?: string;
    readonly job?: Readonly<Record<string, string>>;
    readonly otherJob?: string;
  },
  ...environments: readonly string[]
): string[] {
  const file = department(job);
  const loaded = loadConfig(
    [
      connections,
      ...(environments.length === 0 ? [''] : environments).map((text, index) => ({
        path: `config/environments/e${index}.yaml`,
        text: `${environment.text.replace('environment: test', `environment: e${index}`)}${text}\n`,
      })),
      { ...file, text: `${lines}\n${file.text.replace('sales@example.com', owner)}${otherJob}` },
    ],
    now,
  );
  return (loaded.ok ? loaded.warnings : loaded.problems).map(
    ({ severity, message, hint }) => `${severity}: ${message} (${hint})`,
  );
}

test.each([
  ['notify', '{policy: always, channels: [email]}'],
  ['notify', `{channels: [${slack()}, {topic: "${arn('sns', 'data-alerts')}"}]}`],
  [
    'notify',
    '{channels: [{teams: {tenant-id: 0a1b2c3d-1111-2222-3333-444455556666, team-id: 0a1b2c3d-1111-2222-3333-444455556667, channel-id: "19:ab3d_x@thread.tacv2"}}]}',
  ],
  [
    'notify',
    '{channels: [{webhook: {name: hooks, url: "https://hooks.example.com/a?b=c", secret: lakeferry/hooks}}]}',
  ],
  ['fresh-within', 'off'],
  ['fresh-within', '26h'],
  ['overlap', 'queue'],
  ['hand-off', `[{on: success, state-machine: "${arn('states', 'stateMachine:next')}"}]`],
  ['hand-off', `[{on: both, function: "${arn('lambda', 'function:next:live')}"}]`],
  ['hand-off', `[{on: failure, queue: "${arn('sqs', 'failures')}"}]`],
])('%s: %s has no problems', (key, value) => {
  expect(messages({ schedule: 'cron(0 2 * * ? *)', 'pause-after': '3', [key]: value })).toEqual([]);
});

test.each([
  ['notify', '{policy: edges}', '"edges" is not one of edge, failures, always, never'],
  ['notify', '{channels: []}', 'is an empty list: write policy: never to send nothing'],
  ['notify', '{channels: [emial]}', '"emial" is not one of email, department-topic'],
  ['notify', '{channels: [{slak: {}}]}', 'unknown key "slak"'],
  ['notify', `{channels: [${slack('data-alerts')}]}`, 'is not the id of a Slack channel such as C07EZ1ABC23'],
  ['notify', `{channels: [{topic: "${arn('sqs', 'x')}"}]}`, 'is not the ARN of a standard SNS topic'],
  ['notify', `{channels: [{topic: "${arn('sns', 'x.fifo')}"}]}`, 'is not the ARN of a standard SNS topic'],
  ['notify', '{channels: [{webhook: {name: h, url: "http://example.com"}}]}', 'is not an https address'],
  ['notify', '{channels: [{webhook: {name: h, url: "https://example.com/*"}}]}', 'contains a character'],
  ['pause-after', '0', '0 is below 1'],
  ['fresh-within', 'never', '"never" is not'],
  [
    'fresh-within',
    '24h',
    '"24h" is not longer than the time between two runs, 24h at most: the data would be stale before each load',
  ],
  [
    'hand-off',
    `[{on: success, queue: "${arn('sqs', 'x.fifo')}"}]`,
    'is neither the ARN of a standard SQS queue nor a name',
  ],
  [
    'hand-off',
    `[{on: success, queue: "${arn('states', 'stateMachine:x')}"}]`,
    'is neither the ARN of a standard SQS queue nor a name',
  ],
  ['hand-off', `[{on: never, queue: "${arn('sqs', 'x')}"}]`, '"never" is not one of success, failure, both'],
  [
    'hand-off',
    '[{on: success, queue: next}]',
    '"next" is not under hand-off-targets of the environment "test"',
  ],
  [
    'hand-off',
    `[{on: success, queue: "${arn('sqs', 'x', 'eu-west-2')}"}]`,
    'is out of reach of the environment "test", which is in eu-west-1',
  ],
])('%s: %s is refused', (key, value, message) => {
  expect(messages({ schedule: 'cron(0 2 * * ? *)', [key]: value })).toEqual([
    expect.stringContaining(message),
  ]);
});

test('keys about schedules and full loads are refused where they mean nothing', () => {
  expect(messages({ 'pause-after': '3' })).toEqual([
    '"pause-after" does not apply without a schedule: a pause skips scheduled runs',
  ]);
  expect(messages({ mode: 'cdc', overlap: 'queue' })).toEqual([
    '"overlap" does not apply to cdc: its one task keeps running, and runs only start it again',
  ]);
  // On demand, another system starts the job, and its data can be stale.
  expect(messages({ 'fresh-within': '2h' })).toEqual([]);
});

test('an owner without address is reported where nobody else is notified', () => {
  const warning =
    'warning: "Sales" is not a mail address, so nobody is notified when a run fails (write the mail address of a team, or notify: {channels: [...]})';
  expect(within({ owner: 'Sales' })).toEqual([warning]);
  expect(within({ owner: 'Sales', lines: 'notify: {policy: failures}' })).toEqual([warning]);
  expect(within({ owner: 'Sales', lines: 'notify: {policy: never}' })).toEqual([]);
  expect(within({ owner: 'Sales', lines: `notify: {channels: [${slack()}]}` })).toEqual([]);
  expect(within({ owner: 'Sales' }, `notify: {channels: [${slack()}]}`)).toEqual([]);
});

test('email needs an owner with an address', () => {
  const hint = 'write the mail address of a team as owner, or other channels';
  expect(within({ owner: 'Sales', job: { notify: '{channels: [email]}' } })).toEqual([
    `error: "email" sends to the owner, and "Sales" is not a mail address (${hint})`,
  ]);
  expect(within({ owner: 'Sales' }, 'notify: {channels: [email]}')).toEqual([
    'error: "Sales" is not a mail address, and the environment "e0" sends email to owners (write the mail address of a team, or notify: {channels: [...]} for this department)',
  ]);
});

test('a name belongs to one channel', () => {
  const webhook = (url: string) => `{channels: [{webhook: {name: hooks, url: "https://${url}"}}]}`;
  expect(within({ lines: `notify: ${webhook('a.example')}`, job: { notify: webhook('b.example') } })).toEqual(
    ['error: "webhook-hooks" is the name of two different channels (give one of them another name)'],
  );
  expect(within({ lines: `notify: ${webhook('a.example')}`, job: { notify: webhook('a.example') } })).toEqual(
    [],
  );
});

test('a name belongs to one channel, also if jobs have it from the environment', () => {
  const webhook = (url: string) => `{channels: [{webhook: {name: hooks, url: "https://${url}"}}]}`;
  const inherited = `notify: ${webhook('a.example')}`;
  const job = { notify: webhook('b.example') };
  const otherJob = '  - {name: other, mode: full-load, tables: [sales.items]}\n';
  expect(within({ job, otherJob }, inherited, inherited)).toEqual([
    'error: "webhook-hooks" is the name of two different channels (give one of them another name)',
  ]);
  expect(within({ job: { notify: webhook('a.example') }, otherJob }, inherited)).toEqual([]);
  // No job of the department has it from the environment.
  expect(within({ job }, inherited)).toEqual([]);
  expect(within({ job, otherJob, lines: 'notify: {channels: [email]}' }, inherited)).toEqual([]);
});

test('a chat channel has one configuration per account', () => {
  const lines = `notify: {channels: [${slack()}]}`;
  const message =
    '"e1" and "e0" both send to slack-c07ez1abc23, and an account has one configuration per chat channel';
  expect(within({ lines }, '', '')).toEqual([expect.stringContaining(`warning: ${message}`)]);
  expect(within({ lines }, 'account: "123456789012"', 'account: "123456789012"')).toEqual([
    expect.stringContaining(`error: ${message}`),
  ]);
  expect(within({ lines }, 'account: "123456789012"', 'account: "210987654321"')).toEqual([]);
});

test('a target by name needs an ARN of its kind, or none, in each environment', () => {
  const job = { 'hand-off': '[{on: success, state-machine: next}]' };
  const machine = `hand-off-targets: {next: "${arn('states', 'stateMachine:next')}"}`;
  expect(within({ job }, machine, 'hand-off-targets: {next: none}')).toEqual([]);
  expect(within({ job }, machine, '')).toEqual([
    expect.stringContaining(
      '"next" is not under hand-off-targets of the environment "e1" (add "next: <arn>"',
    ),
  ]);
  expect(within({ job }, `hand-off-targets: {next: "${arn('sqs', 'next')}"}`)).toEqual([
    expect.stringContaining('"next" is not a state-machine in the environment "e0"'),
  ]);
  expect(within({ job }, 'hand-off-targets: {next: "arn:aws:s3:::next"}')).toEqual(
    expect.arrayContaining([expect.stringContaining('is not the ARN of a state machine')]),
  );
});

test('the number of channels of a department fits its parameter', () => {
  const hooks = (from: number) =>
    `{channels: [${Array.from({ length: 10 }, (_, at) => `{webhook: {name: h${from + at}, url: "https://h.example"}}`).join(', ')}]}`;
  expect(
    within({ lines: `notify: ${hooks(0)}`, job: { notify: hooks(10) } }, `notify: {channels: [${slack()}]}`),
  ).toEqual([expect.stringContaining('the jobs of this department name 21 channels')]);
});

test('a topic of another region is a warning', () => {
  const topic = `{channels: [{topic: "${arn('sns', 'x', 'us-east-1')}"}]}`;
  expect(problemsOf(department({ notify: topic }))).toMatchObject([{ severity: 'warning' }]);
});

test('the hint about a topic of another region fits the file', () => {
  const notify = `notify: {channels: [{topic: "${arn('sns', 'x', 'us-east-1')}"}]}`;
  expect(within({ lines: notify })).toEqual([
    expect.stringContaining('(write topics under notify of each environment’s file)'),
  ]);
  expect(within({}, notify)).toEqual([
    expect.stringContaining('(write a resource of the same account and region)'),
  ]);
});
