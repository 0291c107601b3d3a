import { readCalendar } from '../../../application/environments/read-calendar';
import type { CalendarPorts } from '../../../application/environments/scheduled-jobs';
import { RunError, type RunErrorName } from '../../../core/runs/record/run-error';
import { memoryEnvironment } from '../../helpers/runs/memory-environment';
import { samplePlan } from '../../helpers/runs/plan';

const now = new Date('2026-11-21T00:00:00Z');
const plan = { bucket: 'b', key: 'k' };

/** Departments of which only the sample's has a parameter that can be read. */
function deployedAs(name: string): CalendarPorts {
  return {
    departments: { deployed: async () => new Map([[name, { plan, owner: 'o', channels: {} }]]) },
    plans: {
      department: async () => {
        const [department] = samplePlan().departments;
        if (department === undefined) throw new Error('the sample has a department');
        return department;
      },
    },
  };
}

test('names the departments that are deployed and whose plan is not known', async () => {
  const [sample] = samplePlan().departments;
  const known = sample?.jobs.map(({ identity }) => identity.key) ?? [];
  const environment = memoryEnvironment([...known, 'crm/people', 'crm/leads', 'web/clicks']);
  const ports = deployedAs(sample?.name ?? '');
  const read = async (selection?: string) => readCalendar(environment, { selection, days: 2 }, now, ports);
  expect(await read()).toMatchObject({ unread: ['crm', 'web'] });
  expect(await read('crm/leads')).toMatchObject({ unread: ['crm'], entries: [] });
  const all = await read(sample?.name);
  expect(all.unread).toEqual([]);
  expect(all.entries.length).toBeGreaterThan(0);
});

test('a plan that cannot be read leaves out its department only', async () => {
  const [sample] = samplePlan().departments;
  const known = sample?.jobs.map(({ identity }) => identity.key) ?? [];
  const name = sample?.name ?? '';
  const { plans, departments } = deployedAs(name);
  const crm = { plan: { bucket: 'b', key: 'denied' }, owner: 'o', channels: {} };
  let refusal: RunErrorName = 'Throttled';
  const ports: CalendarPorts = {
    departments: { deployed: async () => new Map([['crm', crm], ...(await departments.deployed())]) },
    plans: {
      async department(address) {
        if (address.key === 'denied') throw new RunError(refusal, 'no s3:GetObject');
        return await plans.department(address);
      },
    },
  };
  const environment = memoryEnvironment([...known, 'crm/people']);
  // A plan that is there is not reported as missing.
  await expect(readCalendar(environment, { days: 2 }, now, ports)).rejects.toThrow('no s3:GetObject');
  refusal = 'AccessDenied';
  const calendar = await readCalendar(environment, { days: 2 }, now, ports);
  expect(calendar.unread).toEqual(['crm']);
  expect(calendar.entries.length).toBeGreaterThan(0);
});
