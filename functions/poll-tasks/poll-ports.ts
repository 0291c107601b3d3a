import { namedEnvironment } from '../../core/model/environment-names';
import { measureEnds } from '../../application/runs/measure-ends';
import { type Alerts, createAlerts } from '../../aws/alerts';
import { type Channels, createChannels } from '../../aws/channels';
import { createMetrics, type Metrics } from '../../aws/cloudwatch/metrics';
import { createDepartments, type Departments } from '../../aws/departments';
import { createDeployedJobs, type DeployedJobs } from '../../aws/deployed-jobs';
import { notePaid } from '../../aws/dms/count-calls';
import { type AnswerCustomResource, answerCustomResource } from '../../aws/cloudformation/custom-resource';
import { createDms, type Dms } from '../../aws/dms/dms';
import { createDmsUsage, type DmsUsage } from '../../aws/dms/usage';
import { createEvents, type Events } from '../../aws/events';
import { createExecutions, type Executions } from '../../aws/executions';
import { createHistory, type History } from '../../aws/history/history';
import type { Reporting, Settings } from '../../aws/lambda';
import { createPlans, type DepartmentPlans } from '../../aws/plans';
import { createStacks, type Stacks } from '../../aws/cloudformation/stacks';
import type { Log } from '../../core/monitoring/log';
import type { MetricsEmitter } from '../../core/monitoring/metric';
import type { RequestBudget } from '../../core/runs/admission/request-budget';

export interface PollPorts {
  readonly history: History;
  readonly dms: Dms;
  readonly usage: DmsUsage;
  readonly stacks: Stacks;
  /** Answers a request of CloudFormation. */
  readonly answer: AnswerCustomResource;
  readonly executions: Executions;
  /** Metrics of DMS. */
  readonly metrics: Metrics;
  readonly emitter: MetricsEmitter;
  readonly log: Log;
  readonly alerts: Alerts;
  readonly events: Events;
  readonly channels: Channels;
  readonly departments: Departments;
  readonly plans: DepartmentPlans;
  readonly jobs: DeployedJobs;
  readonly environment: string;
  readonly stagingBucket: string;
  /** Address of the pages to which messages link. Absent: they have no link. */
  readonly consoleUrl?: string | undefined;
  /** Identifier of the replication instance. */
  readonly instance: string;
  readonly namePrefix?: string | undefined;
  readonly budget: RequestBudget;
  /** Notes that this invocation has paid for requests of its own, so that they are not settled. */
  readonly notePaid: (requests: number) => void;
  readonly retentionDays: number;
  /** Starts the clock of a poll. It says how many milliseconds have passed. */
  readonly startClock: () => () => number;
}

/** A poll needs the plans of all departments. */
const cachedDepartments = 1000;

export function pollPorts(settings: Settings, { emitter, log }: Reporting): PollPorts {
  const {
    historyTable,
    environment,
    namePrefix,
    instance,
    retentionDays,
    alertsTopicArn,
    eventBus,
    stagingBucket,
    budget,
    consoleUrl,
  } = settings;
  return {
    history: measureEnds(createHistory({ tableName: historyTable, log }), emitter),
    dms: createDms(),
    usage: createDmsUsage(),
    stacks: createStacks(),
    answer: answerCustomResource,
    executions: createExecutions(),
    metrics: createMetrics(),
    emitter,
    log,
    alerts: createAlerts(alertsTopicArn),
    events: createEvents(eventBus),
    channels: createChannels(),
    departments: createDepartments(namedEnvironment(settings), log),
    plans: createPlans(undefined, cachedDepartments),
    jobs: createDeployedJobs(),
    environment,
    stagingBucket,
    consoleUrl,
    instance,
    namePrefix,
    budget,
    notePaid,
    retentionDays,
    startClock: () => {
      const began = performance.now();
      return () => performance.now() - began;
    },
  };
}
