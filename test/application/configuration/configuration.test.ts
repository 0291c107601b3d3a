import { planConfiguration, selectJobs } from '../../../application/configuration/plan-configuration';
import { validateConfiguration } from '../../../application/configuration/validate-configuration';
import { readConfigFolder } from '../../../infra/read-config-folder';

const files = readConfigFolder('config');
const broken = [...files, { path: 'config/departments/bad.yaml', text: 'department: bad\nowner: 1\n' }];
const now = new Date('2026-11-21T02:00:00Z');

it('a valid configuration is counted', () => {
  expect(validateConfiguration(files, 'prod', now)).toMatchObject({
    valid: true,
    environment: 'prod',
    departments: 2,
    jobs: 4,
    loads: 1,
  });
});

it('an invalid configuration is reported with its problems, and cannot be planned', () => {
  const { valid, problems, jobs } = validateConfiguration(broken, undefined, now);
  expect({ valid, jobs }).toEqual({ valid: false, jobs: 0 });
  expect(problems).toContainEqual(expect.objectContaining({ severity: 'error', line: 2 }));
  expect(() => planConfiguration(broken, 'prod', now)).toThrow(
    expect.objectContaining({ reason: { kind: 'invalid-configuration', problems } }),
  );
});

it('an unknown environment is refused with the nearest name', () => {
  const refused = expect.objectContaining({
    reason: expect.objectContaining({ kind: 'unknown-name', what: 'environment', nearest: 'prod' }),
  });
  expect(() => validateConfiguration(files, 'prdo', now)).toThrow(refused);
  expect(() => planConfiguration(files, 'prdo', now)).toThrow(refused);
});

it('a selection is all, a department or a job', () => {
  const { plan } = planConfiguration(files, 'local', now);
  const keys = (selection?: string): string[] =>
    selectJobs(plan, selection).flatMap(({ jobs }) => jobs.map(({ identity }) => identity.key));
  expect(keys()).toHaveLength(4);
  expect(keys('hr')).toEqual(['hr/people-nightly']);
  expect(keys('sales/orders-live')).toEqual(['sales/orders-live']);
  for (const wrong of ['sales/orders', 'sales/orders-live/x', 'sales/', 'sales/orders-live/'])
    expect(() => keys(wrong)).toThrow(
      expect.objectContaining({ reason: expect.objectContaining({ kind: 'unknown-name', what: 'job' }) }),
    );
});
