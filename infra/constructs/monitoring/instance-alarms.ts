import { ComparisonOperator, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { NamedEnvironment } from '../../../core/model/environment-names';
import { instanceLimits } from '../../../core/monitoring/instance-limits';
import type { NewInstancePlan } from '../../../core/planning/existing/instance-plan';
import { platformName } from '../../names';
import { createAlarm } from './create-alarm';
import { instanceMetric } from './metrics';

export interface InstanceAlarmsProps {
  readonly environment: NamedEnvironment;
  readonly alerts: ITopic;
  readonly instance: NewInstancePlan;
}

const mebibyte = 1024 ** 2;

/** Alarms about CPU, memory, swap and disk of the replication instance, by its class and disk. */
export function addInstanceAlarms(
  scope: Construct,
  { environment, alerts, instance }: InstanceAlarmsProps,
): void {
  const limits = instanceLimits(instance);
  const name = platformName(environment);
  const larger = `Spread the schedules ("lakeferry status" shows what runs), or set a larger replication-instance.class in the environment's file.`;
  const below = ComparisonOperator.LESS_THAN_THRESHOLD;
  const lasting = { evaluationPeriods: 3 };
  createAlarm(scope, 'InstanceCpu', alerts, {
    ...lasting,
    alarmName: `${name}-instance-cpu`,
    alarmDescription: `The CPU of the replication instance was above ${limits.cpuPercent} % for 15 minutes, so loads are slow and CDC jobs fall behind. ${larger}`,
    metric: instanceMetric(environment, 'CPUUtilization', Stats.AVERAGE),
    threshold: limits.cpuPercent,
  });
  createAlarm(scope, 'InstanceMemory', alerts, {
    ...lasting,
    alarmName: `${name}-instance-memory`,
    alarmDescription: `The replication instance (${instance.class}) had less than ${Math.round(limits.freeMemoryBytes / mebibyte)} MiB of memory left for 15 minutes. DMS stops tasks when it is used up. ${larger}`,
    metric: instanceMetric(environment, 'FreeableMemory', Stats.MINIMUM),
    threshold: limits.freeMemoryBytes,
    comparisonOperator: below,
  });
  createAlarm(scope, 'InstanceSwap', alerts, {
    ...lasting,
    alarmName: `${name}-instance-swap`,
    alarmDescription: `The replication instance has used more than ${Math.round(limits.swapBytes / mebibyte)} MiB of swap for 15 minutes: its memory is too small for its tasks. ${larger}`,
    metric: instanceMetric(environment, 'SwapUsage', Stats.MAXIMUM),
    threshold: limits.swapBytes,
  });
  createAlarm(scope, 'InstanceDisk', alerts, {
    alarmName: `${name}-instance-disk`,
    alarmDescription: `The replication instance has less than a fifth of its ${instance.storageGiB} GiB of disk left. DMS stops tasks when it is full. Changes that wait for a slow target fill it ("lakeferry status" shows latencies), and so do logs. Set a larger replication-instance.storage-gib in the environment's file.`,
    metric: instanceMetric(environment, 'FreeStorageSpace', Stats.MINIMUM),
    threshold: limits.freeDiskBytes,
    comparisonOperator: below,
  });
}
