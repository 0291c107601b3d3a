import { measureEnds } from '../../../application/runs/measure-ends';
import { createAlerts } from '../../../aws/alerts';
import { createChannels } from '../../../aws/channels';
import { createMetrics } from '../../../aws/cloudwatch/metrics';
import { createDeadLetters } from '../../../aws/dead-letters';
import { createDepartments } from '../../../aws/departments';
import { createDeployedJobs } from '../../../aws/deployed-jobs';
import type { AnswerCustomResource } from '../../../aws/cloudformation/custom-resource';
import { createConnections } from '../../../aws/deployed/connections';
import { createDms } from '../../../aws/dms/dms';
import { createDmsUsage } from '../../../aws/dms/usage';
import { createTaskList } from '../../../aws/dms/list-tasks';
import { createEvents } from '../../../aws/events';
import { createExecutions } from '../../../aws/executions';
import { historyOf } from '../../../aws/history/history';
import type { HistoryTable } from '../../../aws/history/table';
import { createJobPlans } from '../../../aws/job-plans';
import { createCatalogue } from '../../../aws/lake/catalogue';
import { createLakeDocuments } from '../../../aws/lake/documents';
import { createLakeObjects } from '../../../aws/lake/objects';
import { createPlans } from '../../../aws/plans';
import { createStacks } from '../../../aws/cloudformation/stacks';
import type { ReplacedClients } from '../../../aws/replaced-clients';
import { createSecrets } from '../../../aws/secrets';
import type { Log } from '../../../core/monitoring/log';
import type { MetricsEmitter } from '../../../core/monitoring/metric';
import { checkSource } from '../../../functions/check-source/check-source';
import { splitEngine } from '../../../functions/check-source/engines';
import { closeRun } from '../../../functions/close-run/close-run';
import { copyToLake } from '../../../functions/copy-to-lake/copy-to-lake';
import { createTask } from '../../../functions/create-task/create-task';
import { holdTasks } from '../../../functions/hold-tasks/hold-tasks';
import { deleteTask } from '../../../functions/delete-task/delete-task';
import { judgeRun } from '../../../functions/judge-run/judge-run';
import { openRun } from '../../../functions/open-run/open-run';
import { pollTasks } from '../../../functions/poll-tasks/poll-tasks';
import { publishSnapshot } from '../../../functions/publish-snapshot/publish-snapshot';
import { reportLeftovers } from '../../../functions/report-leftovers/report-leftovers';
import { startTask } from '../../../functions/start-task/start-task';
import type { Names } from '../names';
import type { Caller } from '../seam/seam';
import type { VirtualClock } from '../virtual-clock';
import type { FunctionCode } from './function-host';
import { budget, settled } from './settled';
import type { OpenSource } from './simulated-source';

export interface ContainerParts {
  readonly caller: Caller;
  readonly clock: VirtualClock;
  readonly names: Names;
  readonly clients: ReplacedClients;
  readonly table: HistoryTable;
  readonly openSource: OpenSource;
  readonly log: Log;
  readonly emitter: MetricsEmitter;
  /** Sends the answer of a custom resource. */
  readonly answer: AnswerCustomResource;
  /** Triggers a poll of everything. */
  readonly triggerPoll: () => Promise<void>;
}

const retentionDays = 400;
/** As in the handlers. */
const [cachedDepartments, minutesOfWork] = [1000, 10];

/** Code of a function with the ports of its handler, over the clients of a world. */
export function functionCode(name: string, parts: ContainerParts): FunctionCode {
  const { clock, names, clients, log, emitter, answer, triggerPoll } = parts;
  const payments = { paid: 0 };
  const history = historyOf(parts.table, log, (milliseconds) => clock.sleep(milliseconds));
  const measured = measureEnds(history, emitter);
  const { environment, stagingBucket, lakeBucket } = names;
  const startClock = () => {
    const began = clock.milliseconds;
    return () => clock.milliseconds - began;
  };
  const plans = createPlans(clients.s3, cachedDepartments);
  const dms = createDms(clients.dms);
  const executions = createExecutions(clients.sfn);
  const objects = createLakeObjects({ client: clients.s3, now: () => clock.now() });
  const documents = createLakeDocuments(clients.s3);
  const alerts = createAlerts(names.arn('sns', names.alertsTopic), clients.sns);
  const common = {
    history,
    plans,
    dms,
    executions,
    environment,
    instance: names.replicationInstance,
    retentionDays,
    log,
    stagingBucket,
    lakeBucket,
  };
  const withPorts = <Ports>(
    ports: Ports,
    work: (ports: Ports, payload: unknown, now: Date) => Promise<unknown>,
  ) => settled((payload, now) => work(ports, payload, now), { ...parts, history, payments });
  switch (name) {
    case 'open-run':
      return withPorts({ ...common, history: measured, objects }, openRun);
    case 'check-source':
      return withPorts(
        {
          ...common,
          connections: createConnections(undefined),
          secrets: createSecrets(clients.secrets),
          open: parts.openSource,
          engineChecks: async () => undefined,
          splitEngine,
          slotsOf: () => ({ slots: async () => [], drop: async () => undefined }),
        },
        checkSource,
      );
    case 'create-task':
      return withPorts(common, createTask);
    case 'start-task':
      return withPorts(common, startTask);
    case 'poll-tasks':
      return withPorts(
        {
          ...common,
          history: measured,
          usage: createDmsUsage(clients.dms),
          stacks: createStacks(clients.cloudFormation),
          answer,
          metrics: createMetrics(clients.cloudWatch),
          emitter,
          alerts,
          events: createEvents(names.eventBus, clients.events),
          channels: createChannels(
            clients.sns,
            (milliseconds) => clock.sleep(milliseconds),
            () => clock.milliseconds,
          ),
          departments: createDepartments(environment, log, clients.ssm),
          jobs: createDeployedJobs(clients.ssm),
          budget,
          notePaid: (requests) => {
            payments.paid += requests;
          },
          startClock,
        },
        pollTasks,
      );
    case 'hold-tasks':
      return withPorts({ ...common, answer, triggerPoll }, holdTasks);
    case 'judge-run':
      return withPorts(common, judgeRun);
    case 'publish-snapshot':
      return withPorts(
        {
          ...common,
          objects,
          documents,
          catalogue: createCatalogue(clients.glue),
          time: () => clock.now(),
          startClock: () => {
            const elapsed = startClock();
            return () => elapsed() > minutesOfWork * 60_000;
          },
        },
        publishSnapshot,
      );
    case 'delete-task':
      return withPorts(common, deleteTask);
    case 'close-run':
      return withPorts({ history: measured }, closeRun);
    case 'copy-to-lake': {
      const deployed = createJobPlans(environment, { ssm: clients.ssm, plans });
      const letters = createDeadLetters(clients.sqs);
      return withPorts({ ...common, plans: deployed, objects, letters }, copyToLake);
    }
    case 'report-leftovers': {
      const tasks = createTaskList(clients.dms);
      const deadLetters = createDeadLetters(clients.sqs);
      return withPorts(
        { ...common, tasks, dms: tasks, objects, documents, deadLetters, alerts },
        reportLeftovers,
      );
    }
    default:
      throw new Error(`a world has no function ${name}`);
  }
}
