import { setTimeout as sleep } from 'node:timers/promises';
import type { DeployedEnvironment } from '../../application/environments/deployed-environment';
import { historyOf } from '../../aws/history/history';
import { asText } from '../../cli/commands/console/error-text';
import type { ConsolePorts } from '../../console/server/ports';
import type { JobPlan } from '../../core/planning/job-plan';
import { departmentsWith, jobsPerDepartment, keyOf } from '../poll-departments';
import { type HistorySize, largeHistory } from './large-history';
import { slowTable } from './slow-table';

/** Time of each call, in milliseconds. */
export const callMs = { dynamoDb: 5, systemsManager: 10, s3: 20 } as const;
/** The load of the environment. */
export const loadKey = 'dept-0/prices';
/** Parameters per page of GetParametersByPath. */
const parametersPerPage = 10;
const endpoints = {
  sourceEndpointArn: 'arn:source',
  targetEndpointArn: 'arn:target',
  replicationInstanceArn: 'arn:instance',
};

/**
 * Ports of the console to an environment with many jobs and runs. Calls of DynamoDB, Systems Manager and S3 take their time, those of
 * Step Functions and CloudWatch do not.
 */
export async function largeEnvironment(size: HistorySize, now: Date): Promise<ConsolePorts> {
  const keys = Array.from({ length: size.jobs }, (_, nth) => keyOf(nth)).sort();
  const plans = departmentsWith(Math.ceil(size.jobs / jobsPerDepartment));
  const pages = (count: number): Promise<void> =>
    sleep(callMs.systemsManager * Math.max(1, Math.ceil(count / parametersPerPage)));
  const platform = {
    environment: 'dev',
    stateMachineArn: 'arn:machine',
    historyTableName: 'history',
    stagingBucketName: 'staging',
    lakeBucketName: 'lake',
  };
  const environment: DeployedEnvironment = {
    platform,
    history: historyOf(slowTable(await largeHistory(size, now), callMs.dynamoDb)),
    deployment: {
      platform: async () => platform,
      jobStarter: async (_, job) => {
        await pages(0);
        return {
          job,
          plan: { bucket: 'plans', key: job.split('/')[0] ?? '' },
          endpoints,
        };
      },
      isEnabled: async () => true,
      jobKeys: async () => {
        await pages(keys.length);
        return keys;
      },
      loadKeys: async () => {
        await pages(1);
        return [loadKey];
      },
      load: async (_, load) => ({ load, bucket: 'inbox', inbox: `${loadKey}/` }),
    },
    executions: {
      start: refuse,
      startOnce: refuse,
      describe: async () => undefined,
      succeed: refuse,
      fail: refuse,
      heartbeat: refuse,
      stop: refuse,
    },
  };
  const deployed = new Map(
    [...plans.keys()].map((name) => [
      name,
      { plan: { bucket: 'plans', key: name }, owner: 'o', channels: {} },
    ]),
  );
  return {
    environment,
    now: () => now,
    operator: 'ada@laptop',
    mayPreview: false,
    inbox: {
      objects: { page: async () => ({ objects: [], more: false }) },
      documents: { range: refuse },
      drop: refuse,
    },
    cloud: 'memory',
    textOf: (error) => asText(error, {}),
    openLogs: () => ({
      logs: { find: async () => ({ kind: 'absent', what: 'group' }), groups: async () => [] },
      executions: { find: async () => ({ kind: 'absent' }) },
    }),
    lagHistory: { lags: async () => [] },
    configuration: { folder: 'config', read: () => undefined },
    plans: {
      async job({ key }, job) {
        await sleep(callMs.s3);
        const plan = plans.get(key)?.jobs.find(({ identity }) => identity.key === job);
        if (plan === undefined) throw new Error(`no plan of ${job}`);
        return plan;
      },
    },
    calendar: {
      departments: {
        deployed: async () => {
          await pages(deployed.size);
          return deployed;
        },
      },
      plans: {
        async department({ key }) {
          await sleep(callMs.s3);
          const plan = plans.get(key);
          if (plan === undefined) throw new Error(`no plan of ${key}`);
          return { ...plan, jobs: plan.jobs.map(onAQuarter) };
        },
      },
    },
  };
}

/** Schedules of a department begin in each quarter of an hour. */
function onAQuarter(job: JobPlan, nth: number): JobPlan {
  if (job.schedule === undefined) return job;
  const expression = job.schedule.expression.replace('cron(0 ', `cron(${(nth % 4) * 15} `);
  return { ...job, schedule: { ...job.schedule, expression } };
}

async function refuse(): Promise<never> {
  throw new Error('the bench starts nothing');
}
