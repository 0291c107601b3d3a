import { readStatus } from '../../../../application/environments/read-status';
import { remarksAboutDeployments } from '../../../../cli/commands/doctor/deployments';
import { lakeferryVersion } from '../../../../core/model/lakeferry-version';
import { showStatus } from '../../../../cli/commands/status/view';
import { statusDocument } from '../../../../cli/json/job-documents';
import type { RequestedHold } from '../../../../core/runs/admission/hold';
import { type MemoryEnvironment, memoryEnvironment } from '../../../helpers/runs/memory-environment';
import { samplePlan } from '../../../helpers/runs/plan';
import { scriptedShell } from '../../../helpers/scripted-shell';

const now = new Date('2026-03-01T10:10:00.000Z');
const hold: RequestedHold = {
  ...{ name: 'lakeferry-dev-sales/Hold', reason: 'deployment of lakeferry-dev-sales' },
  until: '2026-03-01T12:00:00.000Z',
  request: {
    ...{ stackId: 'arn:x:stack/lakeferry-dev-sales/1', requestId: '1', logicalId: 'Hold', physicalId: 'h' },
    ...{ responseUrl: 'https://answer', endpoints: ['target'], instances: [], after: 'b' },
    ...{ at: '2026-03-01T10:00:00.000Z', answerBy: '2026-03-01T10:50:00.000Z' },
  },
};
const lines = [
  'deployment of lakeferry-dev-sales since 2026-03-01 10:00:00Z: stops the tasks that it changes',
  '  ends at 2026-03-01 12:00:00Z at the latest; then held tasks continue',
];
const ports = (engineVersion: string) => () => ({
  platform: { deployed: async () => samplePlan() },
  engineVersion: async () => engineVersion,
});

let environment: MemoryEnvironment;
beforeEach(() => {
  environment = memoryEnvironment(['sales/orders'], []);
});

test('doctor remarks nothing where no deployment holds tasks and the version is as deployed', async () => {
  expect(await remarksAboutDeployments(environment, now, ports('1.0.0'))).toEqual([]);
});

test('doctor remarks a deployment that holds tasks, and a version that DMS raised', async () => {
  await environment.history.holdFor(hold, undefined);
  const [deployment, version] = await remarksAboutDeployments(environment, now, ports('99.1.0'));
  expect(deployment).toBe(lines.join('\n'));
  expect(version).toContain('the replication instance has engine version 99.1.0, and ');
  expect(version).toContain('fix: write engine-version: 99.1.0, or a newer one, in the file');
});

test('doctor remarks that a newer Lakeferry has deployed the environment, and nothing for an older one', async () => {
  const remarks = (deployedBy: string) =>
    remarksAboutDeployments(environment, now, () => ({
      platform: { deployed: async () => ({ ...samplePlan(), deployedBy }) },
      engineVersion: async () => undefined,
    }));
  expect(await remarks('0.0.1')).toEqual([]);
  expect(await remarks(lakeferryVersion)).toEqual([]);
  const [remark, ...others] = await remarks('99.0.0');
  expect(others).toEqual([]);
  expect(remark).toContain('Lakeferry 99.0.0 has deployed the environment');
  expect(remark).toContain('fix: use Lakeferry 99.0.0 or a later one');
});

test('a deployment that has created its endpoints holds nothing, and is not shown', async () => {
  await environment.history.holdFor(hold, undefined);
  await environment.history.recordHeld(hold, []);
  expect(await remarksAboutDeployments(environment, now, ports('1.0.0'))).toEqual([]);
});

test('doctor says what it could not check', async () => {
  const refuse = () => Promise.reject(new Error('no'));
  const refused = { ...environment, history: { ...environment.history, holds: refuse } };
  const platform = { deployed: refuse };
  const remarks = await remarksAboutDeployments(refused, now, () => ({ platform, engineVersion: refuse }));
  expect(remarks).toEqual([
    'deployments could not be checked: no',
    'the engine version could not be checked: no',
    'the version of Lakeferry could not be checked: no',
  ]);
});

test('status shows both', async () => {
  expect(await readStatus(environment, now)).not.toHaveProperty('deployments');
  await environment.history.holdFor(hold, undefined);
  const raised = { engineVersion: '3.6.1', deployed: '3.5.4' };
  const status = { ...(await readStatus(environment, now)), notDeployed: [], raisedVersion: raised };
  const shown = showStatus(scriptedShell(), status);
  expect(shown).toContain(lines.join('\n'));
  expect(shown).toContain('has engine version 3.6.1, and 3.5.4 is deployed: DMS raised it');
  const document = { deployments: [{ state: 'waits', waitsFor: [], jobs: [] }], raisedVersion: raised };
  expect(statusDocument.of(status)).toMatchObject(document);
});
