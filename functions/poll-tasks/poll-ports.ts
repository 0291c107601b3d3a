import { measureEnds } from '../../application/runs/measure-ends';
import { type Alerts, createAlerts } from '../../aws/alerts';
import { createDeployedJobs, type DeployedJobs } from '../../aws/deployed-jobs';
import { createDms, type Dms } from '../../aws/dms/dms';
import { createExecutions, type Executions } from '../../aws/executions';
import { createHistory, type History } from '../../aws/history/history';
import type { Reporting, Settings } from '../../aws/lambda';
import { createMetrics, type Metrics } from '../../aws/metrics';
import type { Log } from '../../core/monitoring/log';
import type { MetricsEmitter } from '../../core/monitoring/metric';

export interface PollPorts {
  readonly history: History;
  readonly dms: Dms;
  readonly executions: Executions;
  /** Metrics of DMS. */
  readonly metrics: Metrics;
  readonly emitter: MetricsEmitter;
  readonly log: Log;
  readonly alerts: Alerts;
  readonly jobs: DeployedJobs;
  readonly environment: string;
  readonly retentionDays: number;
}

export function pollPorts(
  { historyTable, environment, retentionDays, alertsTopicArn }: Settings,
  { emitter, log }: Reporting,
): PollPorts {
  return {
    history: measureEnds(createHistory({ tableName: historyTable, log }), emitter),
    dms: createDms(),
    executions: createExecutions(),
    metrics: createMetrics(),
    emitter,
    log,
    alerts: createAlerts(alertsTopicArn),
    jobs: createDeployedJobs(),
    environment,
    retentionDays,
  };
}
