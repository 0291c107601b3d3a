import { loadConfig } from '../../../../core/config/load-config';
import { planMigrations } from '../../../../core/planning/plan-migrations';
import { connections, department, environment, now } from '../../config/config-files';

const topic = 'arn:aws:sns:eu-west-1:123456789012:data-alerts';
const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:next';

function plan(job: Readonly<Record<string, string>>, { inEnvironment = '', inDepartment = '' } = {}) {
  const file = department(job);
  const loaded = loadConfig(
    [
      {
        ...connections,
        text: connections.text.replace('lakeferry/sales-db', 'lakeferry/sales-db, max-concurrent-runs: 2'),
      },
      { ...environment, text: `${environment.text}${inEnvironment}\n` },
      { ...file, text: `${inDepartment}\n${file.text}` },
    ],
    now,
  );
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const [sales] = planMigrations(loaded.config, 'test').departments;
  const [first] = sales?.jobs ?? [];
  return { job: first, channels: sales?.channels };
}

test('by default, the owner gets the edges by mail', () => {
  const { job, channels } = plan({});
  expect(job?.notify).toEqual({ policy: 'edge', channels: ['email'] });
  expect(channels).toEqual([{ kind: 'department-topic', name: 'email', email: 'sales@example.com' }]);
});

test('the nearest place wins, key by key', () => {
  const inEnvironment = `notify: {policy: failures, channels: [{topic: "${topic}"}]}`;
  const { job, channels } = plan({}, { inEnvironment, inDepartment: 'notify: {policy: always}' });
  expect(job?.notify).toEqual({ policy: 'always', channels: ['topic-data-alerts'] });
  expect(channels).toEqual([{ kind: 'topic', name: 'topic-data-alerts', arn: topic }]);
  expect(plan({ notify: '{channels: [department-topic, email]}' }, { inEnvironment }).job?.notify).toEqual({
    policy: 'failures',
    channels: ['email'],
  });
});

test('channels of jobs that send nothing are not deployed', () => {
  expect(plan({ notify: '{policy: never}' })).toMatchObject({
    job: { notify: { policy: 'never' } },
    channels: undefined,
  });
});

test('channels of every kind', () => {
  const teams =
    '{teams: {tenant-id: 0a1b2c3d-1111-2222-3333-444455556666, team-id: 0a1b2c3d-1111-2222-3333-444455556667, channel-id: "19%3Aab=3d@thread.tacv2"}}';
  const slack = '{slack: {workspace-id: T07EA123LEP, channel-id: C07EZ1ABC23}}';
  const hooks = [
    '{webhook: {name: open, url: "https://a.example"}}',
    '{webhook: {name: hooks, url: "https://b.example", secret: lakeferry/hooks}}',
  ];
  const { channels } = plan({ notify: `{channels: [${[teams, slack, ...hooks].join(', ')}]}` });
  expect(channels).toEqual([
    { kind: 'slack', name: 'slack-c07ez1abc23', workspaceId: 'T07EA123LEP', channelId: 'C07EZ1ABC23' },
    {
      kind: 'teams',
      name: expect.stringMatching(/^teams-[0-9a-f]{8}$/),
      tenantId: '0a1b2c3d-1111-2222-3333-444455556666',
      teamId: '0a1b2c3d-1111-2222-3333-444455556667',
      channelId: '19%3aab=3d%40thread.tacv2',
    },
    {
      kind: 'webhook',
      name: 'webhook-hooks',
      url: 'https://b.example',
      header: 'Authorization',
      secretName: 'lakeferry/hooks',
    },
    { kind: 'webhook', name: 'webhook-open', url: 'https://a.example', header: 'X-Lakeferry-Environment' },
  ]);
});

test.each([
  [{ schedule: 'cron(0 2 * * ? *)' }, 26],
  [{ schedule: 'cron(30 6 ? * MON-FRI *)' }, 74],
  [{ schedule: 'rate(6 hours)' }, 8],
  [{ schedule: 'at(2026-12-31T02:00:00)' }, undefined],
  [{}, undefined],
  [{ mode: 'cdc' }, 1],
  [{ mode: 'cdc', 'max-latency': '2h' }, 8],
  [{ mode: 'full-load-and-cdc', 'max-latency': '5m', schedule: 'cron(0 2 * * ? *)' }, 1],
  [{ 'fresh-within': '3d' }, 72],
  [{ schedule: 'cron(0 2 * * ? *)', 'fresh-within': 'off' }, undefined],
])('data of a job with %j is fresh within %s hours', (job, hours) => {
  expect(plan(job).job?.freshWithinSeconds).toBe(hours === undefined ? undefined : hours * 3600);
});

test('pause, overlap, hand-off and limits are in the plan', () => {
  const inEnvironment = `hand-off-targets: {next: "${machine}", mail: none}`;
  const handOff = '[{on: success, state-machine: next}, {on: failure, queue: mail}]';
  const { job } = plan(
    { schedule: 'cron(0 2 * * ? *)', 'pause-after': '3', overlap: 'queue', 'hand-off': handOff },
    { inEnvironment },
  );
  expect(job).toMatchObject({
    pauseAfter: 3,
    overlap: 'queue',
    handOff: [{ on: 'success', arn: machine }],
    concurrency: { source: 2 },
  });
});
