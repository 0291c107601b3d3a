import {
  createDms,
  type DmsDependencies,
  type DmsService,
  type SimulatedRows,
} from '@lakeferry/local-cloud/dms';
import { createEventBus, type EventBus } from '@lakeferry/local-cloud/events';
import { createGlue, type LocalGlue } from '@lakeferry/local-cloud/glue';
import { createScheduler, type Scheduler } from '@lakeferry/local-cloud/scheduler';
import {
  AwsError,
  type Caller,
  type CloudContext,
  type InvokeFunction,
  type InvokeTarget,
  type Operation,
} from '@lakeferry/local-cloud/service';
import { createSns, type LocalSns } from '@lakeferry/local-cloud/sns';
import { createSqs, type LocalSqs } from '@lakeferry/local-cloud/sqs';
import { createSsm, type LocalSsm } from '@lakeferry/local-cloud/ssm';
import { createStepFunctions, type StepFunctions } from '@lakeferry/local-cloud/stepfunctions';
import type { Names } from '../names';
import type { VirtualClock } from '../virtual-clock';
import { createCopyQueues, startCopies } from './arrivals';
import { type CloudFormation, createStackUpdates } from './cloud-formation';
import { dmsMetrics } from './dms-metrics';
import { MemoryS3 } from './memory-s3';
import { s3Operations } from './s3-operations';
import { stateMachineDefinition } from './state-machine-definition';

/** Services of the local cloud in one process. */
export interface Services {
  readonly s3: MemoryS3;
  readonly dms: DmsService;
  readonly stepFunctions: StepFunctions;
  readonly scheduler: Scheduler;
  readonly eventBus: EventBus;
  readonly sns: LocalSns;
  readonly sqs: LocalSqs;
  readonly ssm: LocalSsm;
  readonly glue: LocalGlue;
  readonly cloudFormation: CloudFormation;
  readonly stateMachineArn: string;
  /** Performs an operation, by the SigV4 name of its service. Throws AwsError, or rejects with it. */
  operate(service: string, operation: string, input: Readonly<Record<string, unknown>>): unknown;
  stop(): Promise<void>;
}

export interface ServicesParts {
  readonly clock: VirtualClock;
  readonly random: () => number;
  readonly names: Names;
  readonly rows: SimulatedRows;
  readonly onTask: NonNullable<DmsDependencies['onTask']>;
  readonly invokeFunction: InvokeFunction;
  /** Delivers what schedules, rules and topics send. */
  readonly invokeTarget: InvokeTarget;
  readonly log: (line: string) => void;
  /** Copies staged files to the lake when they arrive. */
  readonly arrivals: boolean;
}

const operator: Caller = { accessKeyId: 'WORLD', principalArn: 'arn:aws:iam::000000000000:root' };

/** Durations of DMS's transitions in milliseconds, as people see them on AWS. */
const timings = {
  creating: 25_000,
  starting: 40_000,
  stopping: 20_000,
  deleting: 20_000,
  modifying: 10_000,
  testing: 30_000,
  instance: 1_000,
};

export async function createServices(parts: ServicesParts): Promise<Services> {
  const { clock, random, names, invokeFunction, invokeTarget, log } = parts;
  const context: CloudContext = {
    clock,
    account: names.account,
    region: names.region,
    dataFolder: '/nowhere',
    random,
    publishEvent: (event) => void eventBus.publish(event),
    log,
  };
  const s3 = new MemoryS3(() => clock.now());
  const dms = createDms(context, {
    objects: s3,
    readSecret: async () => JSON.stringify(login),
    simulated: parts.rows,
    onTask: parts.onTask,
    timings,
  });
  const stepFunctions = createStepFunctions(context, { invokeFunction });
  const eventBus = createEventBus(context, { invokeTarget });
  const scheduler = createScheduler(context, { invokeTarget });
  const [sns, ssm, glue] = [createSns(context, invokeTarget), createSsm(context), createGlue(context)];
  const sqs = createSqs(context, () => 'https://sqs');
  const cloudFormation = createStackUpdates(context, { dms, ssm, scheduler }, invokeFunction);
  const operations: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
    cloudformation: cloudFormation.operations,
    dms: dms.operations,
    states: stepFunctions.operations,
    events: eventBus.operations,
    sns: sns.operations,
    sqs: sqs.operations,
    ssm: ssm.operations,
    glue: glue.operations,
    s3: s3Operations(s3),
    monitoring: dmsMetrics(dms),
    secretsmanager: { GetSecretValue: () => ({ SecretString: JSON.stringify(login) }) },
  };
  const operate: Services['operate'] = (service, name, input) => {
    const run = operations[service]?.[name];
    if (run === undefined)
      throw new AwsError('UnknownOperationException', `a world does not support ${service}:${name}`);
    return run(input, operator);
  };
  for (const bucket of [names.stagingBucket, names.lakeBucket, names.assetsBucket])
    await s3.createBucket(bucket);
  sns.create(names.alertsTopic);
  sqs.create(names.undeliveredQueue);
  createCopyQueues(sqs, names);
  const copies = parts.arrivals ? startCopies(context, sqs, names, invokeFunction) : undefined;
  await operate('events', 'CreateEventBus', { Name: names.eventBus });
  await operate('states', 'CreateStateMachine', {
    name: names.stateMachine,
    definition: stateMachineDefinition(names),
    roleArn: names.roleArn('state-machine'),
  });
  return {
    s3,
    dms,
    stepFunctions,
    scheduler,
    eventBus,
    sns,
    sqs,
    ssm,
    glue,
    cloudFormation,
    stateMachineArn: names.arn('states', `stateMachine:${names.stateMachine}`),
    operate,
    async stop() {
      copies?.stop();
      cloudFormation.stop();
      await scheduler.stop();
      await eventBus.stop();
      await stepFunctions.stop();
      await dms.stop();
    },
  };
}

/** Login in each secret of a world. */
const login = { username: 'lakeferry', password: 'simulated', host: 'database', port: 5432 };
