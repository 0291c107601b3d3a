import { diffDeployment, type DiffPorts } from '../../../application/environments/diff-deployment';
import type { Plan } from '../../../core/planning/plan';
import { newRun } from '../../../core/runs/record/new-run';
import { planOfSample, sampleConfig } from '../../helpers/changes/sample-config';
import { desiredFor } from '../../helpers/runs/cdc-job';
import { memoryHistory } from '../../helpers/runs/memory-history';
import { scheduledInput } from '../../helpers/runs/run-input';

const now = new Date('2026-11-21T12:00:00Z');

function portsOf({ departments, ...platform }: Plan, hasPlatform = true): DiffPorts {
  const address = { bucket: 'assets', key: 'sales.json' };
  return {
    departments: {
      deployed: async () => new Map([['sales', { plan: address, owner: 'o', channels: {} }]]),
    },
    plans: {
      department: async () => {
        const [department] = departments;
        if (department === undefined) throw new Error('the sample has a department');
        return department;
      },
    },
    platform: {
      deployed: async () => (hasPlatform ? platform : undefined),
    },
    engineVersion: async () => '3.6.1',
    endpointArns: async () => new Map(),
    tables: async () => undefined,
  };
}

function wider(): Plan {
  const config = sampleConfig();
  config.jobs['live'] = {
    ...config.jobs['live'],
    tables: ['sales.orders', 'sales.payments', 'sales.customers'],
  };
  config.instance['class'] = 'dms.r6i.large';
  return planOfSample(config);
}

test('rows come from the newest run that read the table, and tasks from the history', async () => {
  const history = memoryHistory();
  const record = newRun(scheduledInput({ job: 'sales/nightly' }, '2026-11-20T02:00:00Z'), 'arn', 400, now);
  await history.openRun(record);
  await history.recordTables(record, [
    { schema: 'sales', table: 'customers', state: 'Table completed', rows: 8_765, errorRows: 0 },
  ]);
  const before = portsOf(planOfSample(sampleConfig()));
  const living = async () =>
    (await diffDeployment({ history }, wider(), 'sales/live', now, before)).items.find(
      ({ name }) => name === 'sales/live',
    );
  // It never ran, so that it has no task.
  expect(await living()).toMatchObject({ class: 'live' });
  await history.recordDesiredReplication(desiredFor('sales/live', 'dev-sales-live'));
  await history.replicationHasTask('sales/live', 'arn:task', []);
  expect(await living()).toMatchObject({
    class: 'stop-and-modify',
    changes: [{ text: 'sales.customers: loaded when the task resumes, about 8,800 rows' }],
  });
});

test('a department is shown with what it shares, and an unknown name is refused', async () => {
  const history = memoryHistory();
  const ports = portsOf(planOfSample(sampleConfig()));
  const found = await diffDeployment({ history }, wider(), 'sales/nightly', now, ports);
  expect(found.items.map(({ name }) => name)).toEqual(['dev']);
  await expect(diffDeployment({ history }, wider(), 'sales/nightli', now, ports)).rejects.toThrow('nightli');
});

test('a platform that an earlier version deployed is not compared', async () => {
  const ports = portsOf(planOfSample(sampleConfig()), false);
  const found = await diffDeployment({ history: memoryHistory() }, wider(), undefined, now, ports);
  expect(found.deployed).toBe('departments');
  expect(found.items.map(({ name }) => name)).toEqual(['sales/live']);
});

test('endpoints are looked up for jobs that are new, and one that exists refuses the deployment', async () => {
  const config = sampleConfig();
  delete config.jobs['live'];
  const asked: string[] = [];
  const ports = {
    ...portsOf(planOfSample(config)),
    endpointArns: async (identifiers: readonly string[]) => {
      asked.push(...identifiers);
      return new Map(identifiers.map((one) => [one, `arn:${one}`]));
    },
  };
  const environment = { history: memoryHistory() };
  const same = await diffDeployment(environment, planOfSample(config), undefined, now, ports);
  expect([same.class, asked]).toEqual(['none', []]);
  const found = await diffDeployment(environment, planOfSample(sampleConfig()), 'sales/live', now, ports);
  expect(asked).toEqual([expect.stringMatching(/^dev-sales-live-.*-target$/)]);
  expect(found.items.find(({ name }) => name === 'sales/live')).toMatchObject({
    class: 'refused',
    steps: [`before the deployment: aws dms delete-endpoint --endpoint-arn arn:${asked[0]}`],
  });
});

test('the task of a job that comes back is read from the history, with the plan of its last run', async () => {
  const history = memoryHistory();
  const all = planOfSample(sampleConfig());
  const [theDepartment] = all.departments;
  if (theDepartment === undefined) throw new Error('the sample has a department');
  const config = sampleConfig();
  delete config.jobs['copy'];
  const left = portsOf(planOfSample(config));
  const desired = desiredFor('sales/copy', 'dev-sales-copy');
  await history.recordDesiredReplication(desired);
  await history.replicationHasTask('sales/copy', 'arn:task', []);
  const ports: DiffPorts = {
    ...left,
    plans: {
      department: async (address) =>
        address.key === desired.plan.key ? theDepartment : await left.plans.department(address),
    },
  };
  const found = await diffDeployment({ history }, all, 'sales/copy', now, ports);
  expect(found.items.find(({ name }) => name === 'sales/copy')).toMatchObject({
    change: 'added',
    changes: [{ text: 'the job comes back, and still has its task' }],
    effects: [expect.stringMatching(/^its task continues at its checkpoint, within five minutes/)],
  });
});
