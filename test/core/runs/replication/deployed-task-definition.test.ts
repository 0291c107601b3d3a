import {
  changeAttempts,
  deploymentStep,
  taskDefinitionHashOf,
} from '../../../../core/runs/replication/deployed-task-definition';
import { cdcJob } from '../../../helpers/runs/cdc-job';

const now = new Date('2026-03-01T10:00:00.000Z');
const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
const record = { desired: 'running', desiredBy: 'schedule', taskDefinitionHash: 'old' } as const;

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
  expect(deploymentStep({ ...record, taskDefinitionHash: 'new' }, 'new', false, now)).toEqual(nothing);
  expect(deploymentStep(record, 'new', true, now)).toEqual(nothing);
  expect(deploymentStep({ ...record, desired: 'stopped', desiredBy: 'ada' }, 'new', false, now)).toEqual(
    nothing,
  );
  expect(deploymentStep({ ...record, taskDefinitionHash: undefined }, 'new', false, now)).toEqual(nothing);
});

test('a changed plan starts one run, whose identity is kept in repetitions', () => {
  const change = { hash: 'new', at: now.toISOString(), attempt: 1 };
  expect(deploymentStep(record, 'new', false, now)).toEqual({ do: 'start', change });
  expect(deploymentStep({ ...record, change }, 'new', false, later(10))).toEqual({ do: 'start', change });
});

test('a run that did not apply the change is repeated a few times, and a newer plan starts from the beginning', () => {
  const change = (attempt: number) => ({ hash: 'new', at: now.toISOString(), attempt });
  expect(deploymentStep({ ...record, change: change(1) }, 'new', false, later(30))).toEqual({
    do: 'start',
    change: { hash: 'new', at: later(30).toISOString(), attempt: 2 },
  });
  expect(deploymentStep({ ...record, change: change(changeAttempts) }, 'new', false, later(30))).toEqual({
    do: 'nothing',
  });
  expect(
    deploymentStep({ ...record, change: change(changeAttempts) }, 'newer', false, later(1)),
  ).toMatchObject({
    change: { hash: 'newer', attempt: 1 },
  });
});

test('a job that its file had stopped is started when the file has the job again', () => {
  const stopped = { ...record, desired: 'stopped', desiredBy: 'config' } as const;
  expect(deploymentStep(stopped, 'old', false, now)).toMatchObject({ do: 'start', change: { attempt: 1 } });
});
