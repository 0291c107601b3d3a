import { newerLoad } from '../../../../core/runs/replication/newer-load';
import {
  changeAttempts,
  deploymentStep,
  taskDefinitionHashOf,
} from '../../../../core/runs/replication/deployed-task-definition';
import { cdcJob } from '../../../helpers/runs/cdc-job';

const now = new Date('2026-03-01T10:00:00.000Z');
const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
const endpoints = { sourceEndpointArn: 's', targetEndpointArn: 't', replicationInstanceArn: 'i' };
const record = { desired: 'running', desiredBy: 'schedule', taskDefinitionHash: 'old', endpoints } as const;
const deployed = (hash: string) => ({ hash, endpoints });
const digest = '419a0f7eec67190a';

test('the hash changes with everything that a run applies', () => {
  const hash = taskDefinitionHashOf(cdcJob());
  expect(taskDefinitionHashOf(JSON.parse(JSON.stringify(cdcJob())))).toBe(hash);
  const others = [
    cdcJob({ tableMappings: { rules: [1] } }),
    cdcJob({ taskSettings: { Logging: {} } }),
    cdcJob({ mode: 'full-load-and-cdc' }),
    cdcJob({ replication: { startFrom: { kind: 'now' }, maxLatencySeconds: 1, resumeLimit: 3 } }),
  ].map(taskDefinitionHashOf);
  expect(new Set([hash, ...others]).size).toBe(5);
});

test('an equal plan, a run in flight, a person’s stop and an item without a hash start nothing', () => {
  const nothing = { do: 'nothing' };
  expect(deploymentStep({ ...record, taskDefinitionHash: 'new' }, deployed('new'), false, now)).toEqual(
    nothing,
  );
  expect(deploymentStep(record, deployed('new'), true, now)).toEqual(nothing);
  expect(
    deploymentStep({ ...record, desired: 'stopped', desiredBy: 'ada' }, deployed('new'), false, now),
  ).toEqual(nothing);
  expect(deploymentStep({ ...record, taskDefinitionHash: undefined }, deployed('new'), false, now)).toEqual(
    nothing,
  );
});

test('a changed plan starts one run, whose identity is kept in repetitions', () => {
  const change = { hash: 'new', endpoints: digest, at: now.toISOString(), attempt: 1 };
  expect(deploymentStep(record, deployed('new'), false, now)).toEqual({ do: 'start', change });
  expect(deploymentStep({ ...record, change }, deployed('new'), false, later(10))).toEqual({
    do: 'start',
    change,
  });
});

test('a run that did not apply the change is repeated a few times, and a newer plan starts from the beginning', () => {
  const change = (attempt: number) => ({
    hash: 'new',
    endpoints: digest,
    at: now.toISOString(),
    attempt,
  });
  expect(deploymentStep({ ...record, change: change(1) }, deployed('new'), false, later(30))).toEqual({
    do: 'start',
    change: { hash: 'new', endpoints: digest, at: later(30).toISOString(), attempt: 2 },
  });
  expect(
    deploymentStep({ ...record, change: change(changeAttempts) }, deployed('new'), false, later(30)),
  ).toEqual({
    do: 'nothing',
  });
  expect(
    deploymentStep({ ...record, change: change(changeAttempts) }, deployed('newer'), false, later(1)),
  ).toMatchObject({
    change: { hash: 'newer', attempt: 1 },
  });
});

test('another identifier of the instance starts one run, after which metrics have their name', () => {
  const named = { ...endpoints, replicationInstanceIdentifier: 'erp-2' };
  const known = { ...record, taskDefinitionHash: 'old' };
  const step = deploymentStep(known, { hash: 'old', endpoints: named }, false, now, endpoints);
  expect(step).toMatchObject({ do: 'start', change: { attempt: 1 } });
  expect(step.do === 'start' && step.change.endpoints).not.toBe(digest);
  expect(
    deploymentStep({ ...known, endpoints: named }, { hash: 'old', endpoints: named }, false, now, endpoints),
  ).toEqual({ do: 'nothing' });
});

test('other endpoints, or a replacement that was begun, start a run although the hash is the same', () => {
  const change = { hash: 'old', endpoints: digest, at: now.toISOString(), attempt: 1 };
  const start = { do: 'start', change };
  const moved = { hash: 'old', endpoints: { ...endpoints, targetEndpointArn: 'other' } };
  const toOthers = { ...change, endpoints: '803b274e7a6aab44' };
  expect(deploymentStep(record, moved, false, now)).toEqual({ do: 'start', change: toOthers });
  const replacement = { taskArn: 'a', start: 'load', at: now.toISOString() } as const;
  expect(deploymentStep({ ...record, replacement }, deployed('old'), false, now)).toEqual(start);
  expect(deploymentStep(record, deployed('old'), false, now)).toEqual({ do: 'nothing' });
});

test('a job that its file had stopped is started when the file has the job again', () => {
  const stopped = { ...record, desired: 'stopped', desiredBy: 'config' } as const;
  expect(deploymentStep(stopped, deployed('old'), false, now)).toMatchObject({
    do: 'start',
    change: { attempt: 1 },
  });
});

describe('a load that no run has shown to readers', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const at = (hour: number, state = 'Table completed') => {
    const startedAt = `2026-03-01T${String(hour).padStart(2, '0')}:00:00.000Z`;
    return { state, startedAt, finishedAt: startedAt };
  };
  const job = { mode: 'full-load-and-cdc', loadsShown: at(10).startedAt } as const;

  test.each([
    ['nothing new', job, [at(9), at(10)], undefined],
    ['a table loaded again', job, [at(10), at(11)], at(11).startedAt],
    [
      'a table loaded again whose start stays that of its first load',
      job,
      [{ ...at(9), finishedAt: at(11).startedAt }],
      at(11).startedAt,
    ],
    ['another still loads', job, [at(11), at(12, 'Table is being reloaded')], undefined],
    ['in other letters', job, [at(11, 'Table Completed')], at(11).startedAt],
    ['another was cancelled', job, [at(11), at(12, 'Table cancelled')], at(11).startedAt],
    ['another is gone', job, [at(11), at(12, 'Table does not exist')], at(11).startedAt],
    ['another failed', job, [at(11), at(12, 'Table error')], at(11).startedAt],
    ['one that never began', job, [at(11), { state: 'Before load' }], at(11).startedAt],
    [
      'too long ago, after runs that failed',
      { ...job, loadsShown: at(8).startedAt },
      [at(9), at(10)],
      undefined,
    ],
    ['no catalogue', { mode: job.mode }, [at(11)], undefined],
    ['changes only', { ...job, mode: 'cdc' as const }, [at(11)], undefined],
  ])('%s', (_, record, tables, expected) => {
    expect(newerLoad(record, tables, now)).toBe(expected);
  });
});

test('other endpoints start from the beginning, although runs failed for the ones before', () => {
  const moved = (targetEndpointArn: string) => ({
    hash: 'old',
    endpoints: { ...endpoints, targetEndpointArn },
  });
  const first = deploymentStep(record, moved('wrong'), false, now);
  if (first.do !== 'start') throw new Error('no run was started');
  const failed = { ...record, change: { ...first.change, attempt: changeAttempts } };
  expect(deploymentStep(failed, moved('wrong'), false, later(60))).toEqual({ do: 'nothing' });
  expect(deploymentStep(failed, moved('right'), false, later(60))).toMatchObject({ change: { attempt: 1 } });
});
