import { type Alerts, createAlerts } from '../../aws/alerts';
import { createDeployedJobs, type DeployedJobs } from '../../aws/deployed-jobs';
import { createDms, type Dms } from '../../aws/dms/dms';
import { createExecutions, type Executions } from '../../aws/executions';
import { createHistory, type History } from '../../aws/history/history';
import type { Settings } from '../../aws/lambda';
import { createMetrics, type Metrics } from '../../aws/metrics';

export interface PollPorts {
  readonly history: History;
  readonly dms: Dms;
  readonly executions: Executions;
  readonly metrics: Metrics;
  readonly alerts: Alerts;
  readonly jobs: DeployedJobs;
  readonly environment: string;
  readonly retentionDays: number;
}

export function pollPorts({ historyTable, environment, retentionDays, alertsTopicArn }: Settings): PollPorts {
  return {
    history: createHistory({ tableName: historyTable }),
    dms: createDms(),
    executions: createExecutions(),
    metrics: createMetrics(),
    alerts: createAlerts(alertsTopicArn),
    jobs: createDeployedJobs(),
    environment,
    retentionDays,
  };
}
