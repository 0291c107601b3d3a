import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { outcomes } from '../../../core/runs/record/verdict-shape';
import { functionNames } from '../../grants/grants';
import type { EnvironmentDashboardProps, Graph } from './graph';
import { fiveMinutes, instanceMetric, outcomeMetric, ownMetric } from './metrics';

/** Outcomes of runs that worked. Skipped and missed runs have no duration. */
const worked = outcomes.filter((outcome) => outcome !== 'skipped' && outcome !== 'missed');

const counted = { period: fiveMinutes, statistic: Stats.SUM };

export function runWidgets({ environment, stateMachine }: EnvironmentDashboardProps): readonly Graph[] {
  return [
    {
      title: 'Runs by outcome',
      stacked: true,
      metrics: outcomes.map((outcome) =>
        outcomeMetric(environment, 'RunsEnded', outcome, Stats.SUM).with({ label: outcome }),
      ),
    },
    {
      title: 'Longest run by outcome',
      unit: 'Seconds',
      metrics: worked.map((outcome) =>
        outcomeMetric(environment, 'RunDuration', outcome, Stats.MAXIMUM).with({ label: outcome }),
      ),
    },
    {
      title: 'Executions',
      metrics: [
        stateMachine.metricStarted({ ...counted, label: 'started' }),
        stateMachine.metricFailed({ ...counted, label: 'failed' }),
        stateMachine.metricTimedOut({ ...counted, label: 'timed out' }),
        stateMachine.metricAborted({ ...counted, label: 'aborted' }),
      ],
    },
  ];
}

export function loadWidgets({ environment, deadLetters }: EnvironmentDashboardProps): readonly Graph[] {
  return [
    { title: 'Rows loaded', metrics: [ownMetric(environment, 'RowsLoaded', Stats.SUM)] },
    {
      title: 'Tables in error',
      metrics: [
        ownMetric(environment, 'TablesInError', Stats.SUM),
        ownMetric(environment, 'TablesSuspended'),
      ],
    },
    {
      title: 'Messages that wait for a person',
      metrics: [
        ...deadLetters.map((queue) =>
          queue.metricApproximateNumberOfMessagesVisible({
            period: fiveMinutes,
            statistic: Stats.MAXIMUM,
            label: queue.queueName,
          }),
        ),
        ownMetric(environment, 'MessagesUndelivered'),
      ],
    },
  ];
}

export function replicationWidgets({ environment }: EnvironmentDashboardProps): readonly Graph[] {
  return [
    { title: 'Latest CDC job', unit: 'Seconds', metrics: [ownMetric(environment, 'WorstLatency')] },
    { title: 'Largest log of a slot', unit: 'Bytes', metrics: [ownMetric(environment, 'WorstSlotLag')] },
    { title: 'Requests to DMS', metrics: [ownMetric(environment, 'DmsCalls', Stats.SUM)] },
  ];
}

export function instanceWidgets({ environment }: EnvironmentDashboardProps): readonly Graph[] {
  return [
    {
      title: 'CPU of the instance',
      unit: 'Percent',
      metrics: [instanceMetric(environment, 'CPUUtilization', Stats.AVERAGE)],
    },
    {
      title: 'Memory of the instance',
      unit: 'Bytes',
      metrics: [
        instanceMetric(environment, 'FreeableMemory', Stats.MINIMUM),
        instanceMetric(environment, 'SwapUsage', Stats.MAXIMUM),
      ],
    },
    {
      title: 'Free disk of the instance',
      unit: 'Bytes',
      metrics: [instanceMetric(environment, 'FreeStorageSpace', Stats.MINIMUM)],
    },
  ];
}

export function functionWidgets({ functions }: EnvironmentDashboardProps): readonly Graph[] {
  const all = functionNames.map((name) => ({ label: name, lambda: functions.get(name) }));
  return [
    {
      title: 'Errors of functions',
      metrics: all.map(({ label, lambda }) => lambda.metricErrors({ ...counted, label })),
    },
    {
      title: 'Throttles of functions',
      metrics: all.map(({ label, lambda }) => lambda.metricThrottles({ ...counted, label })),
    },
    {
      title: 'Longest call of functions',
      unit: 'Milliseconds',
      metrics: all.map(({ label, lambda }) =>
        lambda.metricDuration({ period: fiveMinutes, statistic: Stats.MAXIMUM, label }),
      ),
    },
  ];
}
