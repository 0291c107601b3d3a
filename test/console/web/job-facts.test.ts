import { jobPlanPage } from '../../../console/server/plan/job-plan-page';
import { ruleFacts, scheduleText, wayFacts } from '../../../console/web/pages/plan/job-facts';
import { planOfSample, sampleConfig } from '../../helpers/changes/sample-config';

const jobs = planOfSample(sampleConfig()).departments.flatMap((department) => department.jobs);

function factsOf(name: string, over: Partial<(typeof jobs)[number]> = {}): Readonly<Record<string, string>> {
  const found = jobs.find(({ identity }) => identity.job === name);
  const job = found && { ...found, ...over };
  if (job === undefined) throw new Error('the sample has the job');
  const page = jobPlanPage(job);
  // As it comes over HTTP.
  const facts = [...wayFacts(JSON.parse(JSON.stringify(page))), ...ruleFacts(page.plan)];
  return Object.fromEntries(facts.map(({ label, text }) => [label, text]));
}

test('a load has its format, its way to the lake and the defaults of its rules', () => {
  expect(factsOf('nightly')).toMatchObject({
    Format: 'parquet, not compressed',
    'Staged in': 'sales/nightly/',
    Lake: 'snapshots in sales/nightly/, 7 kept',
    Schedule: 'cron(0 2 * * ? *) UTC',
    'Longest run': '24 h',
    'Changed columns': 'warn (default)',
    'Paused after': 'never',
    'DMS version': '3.6.1',
  });
});

test('a CDC job has its start and its limits', () => {
  expect(factsOf('changes')).toMatchObject({
    'A new task starts from': '4AF/B0000D28',
    Schedule: 'on request',
  });
  expect(Object.keys(factsOf('nightly'))).not.toContain('A new task starts from');
});

test('a job into a database has no files', () => {
  expect(factsOf('copy')).toMatchObject({ Target: 'backoffice (postgres)', Lake: 'nothing is published' });
  expect(Object.keys(factsOf('copy'))).not.toContain('Format');
});

test('a schedule that starts no runs says so', () => {
  const schedule = { expression: 'rate(1 day)', timeZone: 'UTC' };
  expect(scheduleText({ schedule, enabled: false })).toBe('rate(1 day) UTC (not enabled)');
});

test('a job has the endpoints that others own', () => {
  const arn = 'arn:aws:dms:eu-west-1:123456789012:endpoint:FILES';
  expect(factsOf('nightly', { namedEndpoints: { target: { arn } } })).toMatchObject({
    'Existing target endpoint': arn,
  });
  const replicationInstance = { arn: 'arn:aws:dms:eu-west-1:123456789012:rep:ERP', identifier: 'erp' };
  expect(factsOf('nightly', { replicationInstance })).toMatchObject({
    'Existing instance': 'erp (arn:aws:dms:eu-west-1:123456789012:rep:ERP)',
  });
  expect(Object.keys(factsOf('nightly')).filter((label) => label.startsWith('Existing'))).toEqual([]);
});
