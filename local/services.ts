import { createCloudFormation } from './cloudformation/cloudformation';
import { CustomResourceRequests } from './cloudformation/custom-resource/requests';
import { withResponseBucket } from './cloudformation/custom-resource/response-bucket';
import { Stacks } from './cloudformation/stacks';
import { alarmsOf } from './cloudwatch/alarms';
import { createCloudWatch } from './cloudwatch/cloudwatch';
import { MetricStore } from './cloudwatch/metrics';
import { ServiceMetrics } from './cloudwatch/service-metrics';
import { createDms, type DmsDependencies, type DmsService } from './dms/dms';
import { createDynamoDb, type LocalDynamoDb } from './dynamodb/dynamodb';
import { ApiDestinations } from './events/api-destinations';
import { createInvokeTarget, type SendToQueue } from './events/invoke-target';
import { createEventBus, type EventBus } from './events/service';
import type { Callers } from './gateway/callers';
import type { Authorize } from './gateway/dispatch';
import { createGlue, type LocalGlue } from './glue/glue';
import { authorizeCalls, mayDelete } from './iam/authorize-calls';
import { DmsRoles } from './iam/dms-roles';
import { factsOf } from './iam/facts';
import type { TaskCreation } from './iam/needs/need';
import { Permissions } from './iam/permissions';
import { ResourcePolicies } from './iam/resource-policies';
import { ServiceCalls } from './iam/service-calls';
import { EventSources } from './lambda/event-sources';
import { Functions } from './lambda/functions';
import { createLambda } from './lambda/lambda';
import { logGroupsOf } from './logs/deployed-groups';
import { createLogs } from './logs/logs';
import { createS3, type LocalS3 } from './s3/s3';
import { createScheduler, type Scheduler } from './scheduler/service';
import { createSecretsManager, type LocalSecrets } from './secretsmanager/secrets-manager';
import type { CloudContext, Input, Service } from './service';
import { createSns, type LocalSns } from './sns/sns';
import { createSqs, type LocalSqs } from './sqs/sqs';
import { createKms, type LocalKms } from './kms/kms';
import { createSsm, type LocalSsm } from './ssm/ssm';
import { createStepFunctions, type StepFunctions } from './stepfunctions/service';
import type { HeartbeatError } from './stepfunctions/states-error';
import { createSts } from './sts/sts';
import { AssetFolders } from './template/asset-folders';
import { deleteStack } from './template/delete-stack';
import { Roles } from './template/roles';

export interface LocalServices {
  readonly s3: LocalS3;
  readonly dynamoDb: LocalDynamoDb;
  readonly dms: DmsService;
  readonly stepFunctions: StepFunctions;
  readonly scheduler: Scheduler;
  readonly eventBus: EventBus;
  readonly apiDestinations: ApiDestinations;
  readonly sqs: LocalSqs;
  readonly sns: LocalSns;
  readonly kms: LocalKms;
  readonly ssm: LocalSsm;
  readonly secrets: LocalSecrets;
  readonly glue: LocalGlue;
  readonly functions: Functions;
  readonly eventSources: EventSources;
  readonly assets: AssetFolders;
  readonly roles: Roles;
  readonly permissions: Permissions;
  /** Checks calls through the port against the permissions of the template. */
  readonly authorize: Authorize;
  readonly stacks: Stacks;
  readonly customResources: CustomResourceRequests;
  /** Services that the gateway serves. */
  readonly all: readonly Service[];
  /** Stops timers, workers and loads, those that create work first. */
  stop(): Promise<void>;
}

export interface ServiceOptions {
  /** Managed policies that the account has besides those of templates: documents by ARN. */
  readonly managedPolicies?: Readonly<Record<string, Input>>;
  readonly dms?: Pick<DmsDependencies, 'timings' | 'throttling'>;
  /** Requirements of IAM for a task that is created. Absent: those that are likely. */
  readonly taskCreation?: TaskCreation;
  readonly workersPerFunction?: number;
  /** Name of the error of a missed heartbeat, for tests. */
  readonly heartbeatError?: HeartbeatError;
}

/** Creates the services and connects them. `url` returns the gateway's address once it is open. */
export function createServices(
  outer: Omit<CloudContext, 'publishEvent'>,
  callers: Callers,
  url: () => string,
  options: ServiceOptions,
): LocalServices & { readonly context: CloudContext } {
  const metrics = new MetricStore([(from, to) => dms.metrics(from, to), (from, to) => sqs.metrics(from, to)]);
  const serviceMetrics = new ServiceMetrics(outer.clock, metrics);
  const context: CloudContext = {
    ...outer,
    publishEvent: (event) => {
      serviceMetrics.event(event);
      eventBus.publish(event);
    },
  };
  const roles = new Roles(options.managedPolicies);
  const permissions = new Permissions(context, roles, new ResourcePolicies());
  const checked = new ServiceCalls(permissions);
  const stacks = new Stacks(context);
  const functions = new Functions(context, callers, url, options.workersPerFunction, serviceMetrics);
  const stepFunctions = createStepFunctions(context, {
    invokeFunction: checked.function('states.amazonaws.com', functions),
    ...(options.heartbeatError === undefined ? {} : { heartbeatError: options.heartbeatError }),
  });
  const setPolicy = (arn: string, text: string): void => permissions.resources.replace(arn, text);
  const sqs = createSqs(context, url, setPolicy);
  const eventSources = new EventSources(
    context,
    sqs,
    (nameOrArn, payload) => functions.invoke(nameOrArn, payload),
    checked.eventSource(functions),
  );
  const sendToQueue: SendToQueue = async (arn, body, attributes = {}) => sqs.deliver(arn, body, attributes);
  const apiDestinations = new ApiDestinations(context);
  const invokeTarget = createInvokeTarget(context, {
    functions: (nameOrArn, payload) => functions.invoke(nameOrArn, payload),
    stateMachines: stepFunctions,
    queues: { send: sendToQueue },
    topics: { publish: async (arn, message) => void sns.publish(arn, message) },
    destinations: apiDestinations,
  });
  const as = (principal: string) => ({
    invokeTarget: checked.target(principal, invokeTarget),
    sendToQueue: checked.queue(principal, sendToQueue),
  });
  const sns = createSns(context, as('sns.amazonaws.com').invokeTarget, setPolicy);
  const eventBus = createEventBus(context, { ...as('events.amazonaws.com'), destinations: apiDestinations });
  const scheduler = createScheduler(context, as('scheduler.amazonaws.com'));
  const customResources = new CustomResourceRequests(context, callers, url, (nameOrArn, payload) =>
    functions.invoke(nameOrArn, payload),
  );
  const s3 = withResponseBucket(createS3(context, { mayDelete: mayDelete(permissions) }), customResources);
  const dynamoDb = createDynamoDb(context);
  const secrets = createSecretsManager(context);
  const kms = createKms(context);
  const ssm = createSsm(context);
  const glue = createGlue(context);
  const dmsRoles = new DmsRoles(context, permissions, s3.objects, secrets);
  const dms = createDms(context, {
    objects: s3.objects,
    objectsAs: (roleArn) => dmsRoles.objectsAs(roleArn),
    readSecret: (nameOrArn, roleArn) => dmsRoles.readSecret(nameOrArn, roleArn),
    ...options.dms,
  });
  const cloudWatch = createCloudWatch(context, metrics, () => alarmsOf(stacks.all()));
  const sts = createSts(context, callers, (roleArn) => roles.find(roleArn)?.arn === roleArn);
  const parts = { s3, dynamoDb, dms, stepFunctions, scheduler, eventBus, sqs, sns, kms, ssm, secrets, glue };
  const assets = new AssetFolders();
  const targets = {
    ...parts,
    apiDestinations,
    context,
    functions,
    eventSources,
    assets,
    roles,
    permissions,
    customResources,
  };
  return {
    ...targets,
    authorize: authorizeCalls(
      permissions,
      factsOf(context, { s3, dms, secrets, stacks }, options.taskCreation),
    ),
    stacks,
    all: [
      ...Object.values(parts),
      cloudWatch,
      sts,
      createCloudFormation(stacks, (stack, how) => void deleteStack(stack, how, stacks, targets)),
      createLambda(context, functions, eventSources),
      createLogs(
        context,
        () => [...functions.logGroups(), ...dms.taskLogs()],
        () => [...logGroupsOf(stacks.all()), ...stacks.retainedLogGroups],
        (group) => stacks.retainedLogGroups.delete(group),
      ),
    ],
    async stop() {
      customResources.stop();
      eventSources.stop();
      await scheduler.stop();
      await eventBus.stop();
      invokeTarget.stop();
      await stepFunctions.stop();
      await functions.stop();
      await dms.stop();
      await sqs.stop();
      await dynamoDb.stop();
    },
  };
}
