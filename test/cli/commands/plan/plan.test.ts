import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lakeferry } from '../../../helpers/scripted-shell';

jest.mock('../../../../application/environments/deployed-environment', () => ({
  openEnvironment: async () => ({ platform: { environment: 'local' } }),
}));
jest.mock('../../../../application/environments/deployed-names', () => ({
  deployedKeys: async () => ['sales/orders-daily', 'sales/reviews-daily'],
}));

const config = join(__dirname, '../../../../config');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakeferry-plan-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function plan(...args: string[]) {
  return lakeferry(['plan', ...args, '--environment', 'local', '--config', config], {
    workingFolder: folder,
  });
}

function cloudIsUp(): void {
  mkdirSync(join(folder, '.lakeferry'));
  const address = {
    url: 'http://127.0.0.1:9',
    region: 'eu-west-1',
    accessKeyId: 'A',
    secretAccessKey: 's',
    pid: process.pid,
    startedAt: '2026-11-21T00:00:00.000Z',
    databases: [],
  };
  writeFileSync(join(folder, '.lakeferry/local.json'), JSON.stringify(address));
}

async function notDeployed(...args: string[]): Promise<unknown> {
  const { stdout } = await plan(...args, '--json');
  return JSON.parse(stdout).notDeployed;
}

describe('names in the files that a local cloud does not have', () => {
  const live = { job: 'sales/orders-live', file: expect.stringMatching(/departments\/sales\.yaml$/) };

  it('are in the JSON document as in the text', async () => {
    cloudIsUp();
    expect(await notDeployed()).toEqual(expect.arrayContaining([live]));
    expect((await plan()).stdout).toMatch(/in the file, not deployed: [\s\S]*sales\/orders-live {2}\(/);
  });

  it.each([
    ['sales/orders-live', [live]],
    ['sales/orders-daily', []],
  ])('are only those of the selection %s', async (selection, names) => {
    cloudIsUp();
    expect(await notDeployed(selection)).toEqual(names);
    expect((await plan(selection)).stdout.includes('not deployed')).toBe(names.length > 0);
  });

  it('are of no other department', async () => {
    cloudIsUp();
    const names = await notDeployed('sales');
    expect(names).toEqual(expect.arrayContaining([live]));
    expect(JSON.stringify(names)).not.toMatch(/"job":"(?!sales\/)/);
  });

  it('are absent where no local cloud is up', async () => {
    expect(await notDeployed()).toBeUndefined();
  });
});

it('--explain shows where each setting comes from, in the JSON document too', async () => {
  const text = await plan('sales/orders-live', '--explain');
  expect(text.stdout).toMatch(/^max-latency +5m +\S*departments\/sales\.yaml:\d+$/m);
  expect(text.stdout).toMatch(/^resume-limit +5 +default$/m);
  expect(text.stdout).toMatch(/^ENDPOINT +VALUE +FROM$/m);
  expect(text.stdout).toMatch(/^format.batch-interval +\S+ +/m);
  expect(text.stdout.match(/^ENVIRONMENT +VALUE/gm)).toHaveLength(1);
  const document = JSON.parse((await plan('sales', '--explain', '--json')).stdout);
  expect(document.explained).toHaveLength(3);
  expect((await plan('sales')).stdout).not.toContain('resume-limit');
});

it('says what the account demands of names and roles', async () => {
  const changed = join(folder, 'config');
  cpSync(config, changed, { recursive: true });
  appendFileSync(
    join(changed, 'environments/local.yaml'),
    'name-prefix: acme\npermissions-boundary: ServiceBoundary\n',
  );
  const planOf = async (from: string) =>
    (await lakeferry(['plan', '--environment', 'local', '--config', from], { workingFolder: folder })).stdout;
  expect(await planOf(changed)).toMatch(
    /^names begin with acme-lakeferry-local\nevery role has the permissions boundary ServiceBoundary$/m,
  );
  expect(await planOf(config)).not.toMatch(/names begin|boundary/);
});
