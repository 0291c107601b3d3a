import { diffDeployment } from '../../../../application/environments/diff-deployment';
import { diffMarkdown } from '../../../../cli/commands/diff/markdown';
import { diffDocument } from '../../../../cli/json/diff-document';
import { diffText } from '../../../../cli/commands/diff/view';
import type { DeploymentDiff } from '../../../../application/environments/diff-deployment';
import { rowsKey } from '../../../../core/changes/known-facts';
import { diffPlans } from '../../../../core/changes/diff-plans';
import {
  deployedPlan,
  planOfSample,
  sampleConfig,
  type SampleConfig,
} from '../../../helpers/changes/sample-config';
import { scriptedShell } from '../../../helpers/scripted-shell';

const now = new Date('2026-11-21T12:00:00Z');
const rows = new Map([[rowsKey('sales-db', { schema: 'sales', table: 'stock' }), 54_000]]);

function diffOf(edit: (config: SampleConfig) => void): DeploymentDiff {
  const config = sampleConfig();
  const before = deployedPlan(planOfSample(config));
  edit(config);
  return { environment: 'dev', deployed: 'all', ...diffPlans(before, planOfSample(config), { now, rows }) };
}

const several = diffOf((config) => {
  config.jobs['nightly'] = { ...config.jobs['nightly'], tables: ['sales.customers', 'sales.stock'] };
  config.jobs['live'] = {
    ...config.jobs['live'],
    tables: [{ table: 'sales.orders', 'exclude-columns': ['note'] }, 'sales.payments'],
  };
  config.jobs['copy'] = { ...config.jobs['copy'], source: 'stock-db' };
});

test('people read what changes, what stops and what is refused, in 80 columns', () => {
  const text = diffText(several, scriptedShell());
  expect(text.split('\n')).toEqual([
    'sales/copy  refused',
    '  ~ source: sales-db -> stock-db',
    '    start-from is now: changes of the other source until then would be lost',
    '    1. before the deployment: lakeferry stop sales/copy --delete, which stores',
    '       its checkpoint',
    '    2. its replication slot went with the task: set start-from: now, deploy, and',
    '       lakeferry start sales/copy captures the changes from then on',
    '',
    'sales/live  stop and modify',
    '  - sales.orders: column note no longer leaves the source',
    '    task stops for about 2 minutes; no change is lost',
    '',
    'sales/nightly  live',
    '  + sales.stock: first load at 02:00, about 54,000 rows',
    '',
    'dev: 3 items differ: 1 refused, 1 stop and modify, 1 live',
  ]);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('a terminal shows more, less and other in colours', () => {
  const text = diffText(several, scriptedShell({ colour: true }));
  expect(text).toContain('\u001b[31m  - sales.orders: column note no longer leaves the source\u001b[39m');
  expect(text).toContain('\u001b[32m  + sales.stock');
});

test('a pull request gets a comment that a workflow finds again', () => {
  const text = diffMarkdown(several);
  expect(text.split('\n').slice(0, 4)).toEqual([
    '<!-- lakeferry diff dev -->',
    '### Lakeferry: dev',
    '',
    '3 items differ: 1 refused, 1 stop and modify, 1 live.',
  ]);
  expect(text).toContain('```diff\n+ sales.stock: first load at 02:00, about 54,000 rows\n```');
  expect(text).toContain('- task stops for about 2 minutes; no change is lost');
});

test('a deployment by a newer Lakeferry is named before it is deployed over', () => {
  const newer = { ...several, newer: { deployedBy: '9.0.0', own: '0.1.0' } };
  const remark = 'Lakeferry 9.0.0 has deployed this, and this is 0.1.0: do not deploy with it';
  expect(diffMarkdown(newer)).toContain(remark);
  expect(diffText(newer, scriptedShell()).replaceAll('\n', ' ')).toContain(remark);
  expect(diffDocument.of(newer)).toMatchObject({ deployedBy: '9.0.0' });
  expect(diffDocument.of(several)).not.toHaveProperty('deployedBy');
});

test('a comment stays below what GitHub takes, and names ping nobody', () => {
  expect(diffMarkdown(several, 400)).toMatch(/\n3 more: run `lakeferry diff`\.$/);
  const owner = diffOf((config) => (config.department['description'] = '```\n@everyone'));
  expect(diffMarkdown(owner)).not.toContain('\n@everyone');
});

test('files that are as deployed say so', () => {
  const same = diffOf(() => undefined);
  expect(diffText(same, scriptedShell())).toBe('dev: the files are as deployed');
  expect(diffMarkdown(same)).toContain('The files are as deployed.');
});

test('before the first deployment, everything is new', async () => {
  const diff = await diffDeployment(undefined, planOfSample(sampleConfig()), 'sales', now);
  expect(diff).toMatchObject({ deployed: 'nothing', class: 'live' });
  expect(diff.items.map(({ name, change }) => `${change} ${name}`)).toContain('added sales/live');
  expect(diffText(diff, scriptedShell())).toContain('Nothing of dev is deployed: everything is new.');
  await expect(diffDeployment(undefined, planOfSample(sampleConfig()), 'slaes', now)).rejects.toThrow(
    'slaes',
  );
});
