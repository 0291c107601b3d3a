import { lakeferry } from '../../helpers/scripted-shell';

const consoleUrl = 'https://lakeferry.example.com/';
const platform: { stateMachineArn: string; consoleUrl?: string } = { stateMachineArn: 'arn:prod' };
const started = { run: 'run-1', job: 'sales/orders', execution: 'x' };
const live = 'sales/orders-live';

jest.mock('../../../cli/environment/connect', () => ({ connect: async () => ({ platform }) }));
jest.mock('../../../cli/environment/undeployed', () => ({
  undeployedNames: async () => [],
  undeployedLines: () => [],
}));
jest.mock('../../../application/runs/start-run', () => ({ startRun: async () => started }));
jest.mock('../../../application/runs/retry-run', () => ({
  retryRun: async () => ({ ...started, attempt: 2, firstAttempt: 'run-0' }),
}));
jest.mock('../../../application/runs/read-logs', () => ({
  openLogs: () => ({}),
  readLogs: async () => ({ run: 'run-1', job: 'sales/orders', lines: [], gaps: [] }),
}));
jest.mock('../../../application/environments/diff-deployment', () => ({
  diffDeployment: async () => ({ environment: 'prod', deployed: 'all', class: 'none', items: [] }),
}));
jest.mock('../../../application/runs/cancel-run', () => ({
  cancelRun: async () => ({ run: 'run-1', job: 'sales/orders', by: 'ada', at: '2026-11-21T02:00:00Z' }),
}));
jest.mock('../../../application/replications/start-replication', () => ({
  startReplication: async () => started,
}));
jest.mock('../../../application/replications/stop-replication', () => ({
  stopReplication: async () => ({ job: live, status: 'stopped' }),
}));
jest.mock('../../../application/replications/reload-tables', () => ({
  reloadTables: async () => ({ job: live, tables: ['sales.orders'] }),
}));
jest.mock('../../../application/replications/read-replications', () => {
  const { UseCaseError } = jest.requireActual('../../../application/use-case-error');
  return {
    readReplication: async (_: unknown, job: string) => {
      throw new UseCaseError({ kind: 'not-a-cdc-job', job });
    },
  };
});
jest.mock('../../../application/environments/read-status', () => ({
  readStatus: async (_: unknown, _now: Date, _limit: unknown, selection?: string) => ({
    environment: 'prod',
    jobs: selection === 'sales/prices' ? [{ job: selection, kind: 'load' }] : [],
    replicating: [],
  }),
}));
jest.mock('../../../application/loads/load-file', () => ({
  dropIntoInbox: async () => ({ bucket: 'b', key: 'k' }),
}));

jest.mock('../../../application/lake/list-snapshots', () => ({
  listSnapshots: async (_: unknown, job: string) => ({ job, snapshots: [], named: [] }),
}));
jest.mock('../../../application/lake/roll-back', () => ({
  rollBack: async (_: unknown, job: string) => ({
    ...{ job, from: 'a', to: 'b', by: 'ada', at: '2026-11-21T02:00:00Z' },
  }),
}));
jest.mock('../../../application/runs/pause-job', () => ({
  pauseJob: async () => ({ job: 'sales/orders' }),
  unpauseJob: async () => ({ job: 'sales/orders' }),
}));
jest.mock('../../../application/runs/list-runs', () => ({ listRuns: async () => [] }));
jest.mock('../../../application/environments/read-calendar', () => ({
  readCalendar: async () => ({
    ...{ environment: 'prod', entries: [], shortened: [], unread: [], isPastShortened: false },
    clockChanges: [],
  }),
}));

const commands: readonly (readonly [string, string])[] = [
  ['run sales/orders', 'runs/run-1'],
  ['retry run-0', 'runs/run-1'],
  ['cancel run-1', 'runs/run-1'],
  ['logs run-1', 'runs/run-1'],
  ['diff', 'plan'],
  [`start ${live}`, `replications/${live}`],
  [`resume ${live}`, `replications/${live}`],
  [`stop ${live}`, `replications/${live}`],
  [`reload ${live}`, `replications/${live}`],
  ['load sales/prices package.json', 'loads/sales/prices'],
  ['snapshots sales/orders', 'jobs/sales/orders/tables'],
  ['rollback sales/orders', 'jobs/sales/orders/tables'],
  ['pause sales/orders', '?text=sales%2Forders'],
  ['unpause sales/orders', '?text=sales%2Forders'],
  ['history sales', '?department=sales'],
  ['calendar', 'calendar'],
  ['calendar sales', 'calendar?text=sales'],
  ['status', ''],
  ['status sales', '?department=sales'],
  ['status sales/orders', '?text=sales%2Forders'],
  ['status sales/prices', 'loads/sales/prices'],
];

async function said(command: string, ...more: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await lakeferry([...command.split(' '), ...more]);
  if (exitCode !== 0) throw new Error(stdout + stderr);
  return stdout;
}

afterEach(() => {
  delete platform.consoleUrl;
});

test.each(commands)('%s names the page, for people and programs', async (command, page) => {
  platform.consoleUrl = consoleUrl;
  const url = `${consoleUrl}#/${page}`;
  expect((await said(command)).trimEnd().split('\n').at(-1)).toBe(`page: ${url}`);
  expect(JSON.parse(await said(command, '--json'))).toMatchObject({ page: url });
});

test.each(commands)('%s names no page where there is none', async (command) => {
  expect(await said(command)).not.toContain('page:');
  expect(JSON.parse(await said(command, '--json'))).not.toHaveProperty('page');
});
