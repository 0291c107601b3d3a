import { plannedTargetSettings, plannedTaskSettings } from '../../../../core/planning/shown/planned-settings';
import { planOfSample, type SampleConfig, sampleConfig } from '../../../helpers/changes/sample-config';

function jobOf(name: string, own: SampleConfig['jobs'][string] = {}) {
  const config = sampleConfig();
  config.jobs[name] = { ...config.jobs[name], ...own };
  const jobs = planOfSample(config).departments.flatMap((department) => department.jobs);
  const found = jobs.find(({ identity }) => identity.job === name);
  if (found === undefined) throw new Error('the sample has the job');
  return found;
}

const differing = (settings: ReturnType<typeof plannedTaskSettings>) =>
  settings.filter(({ value, usual }) => value !== usual);

test.each(['live', 'changes', 'copy', 'nightly'])('the job %s, which sets nothing, has defaults', (name) => {
  expect(plannedTaskSettings(jobOf(name)).length).toBeGreaterThan(20);
  expect(differing(plannedTaskSettings(jobOf(name)))).toEqual([]);
});

test('a setting of the job is beside its default, and one without a default says so', () => {
  const own = {
    FullLoadSettings: { MaxFullLoadSubTasks: 4 },
    StreamBufferSettings: { StreamBufferCount: 3 },
  };
  expect(differing(plannedTaskSettings(jobOf('nightly', { 'task-settings': own })))).toEqual([
    { name: 'FullLoadSettings.MaxFullLoadSubTasks', value: '4', usual: '8' },
    { name: 'StreamBufferSettings.StreamBufferCount', value: '3', usual: undefined },
  ]);
});

test('settings of files are beside the defaults of their format', () => {
  expect(differing(plannedTargetSettings(jobOf('nightly')))).toEqual([]);
  expect(differing(plannedTargetSettings(jobOf('live')))).toEqual([
    { name: 'DataFormat', value: 'csv', usual: 'parquet' },
    { name: 'CdcMaxBatchInterval', value: '10', usual: undefined },
  ]);
  expect(plannedTargetSettings(jobOf('copy'))).toEqual([]);
});
