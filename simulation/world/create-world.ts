import type { BusEvent } from '@lakeferry/local-cloud/events';
import { AwsError, type Input } from '@lakeferry/local-cloud/service';
import { historyOf } from '../../aws/history/history';
import type { Item } from '../../aws/history/table';
import { type ReplacedClients, replacedClients } from '../../aws/replaced-clients';
import { copyToLakeQueueName } from '../../core/lake/copy-to-lake-queues';
import { memoryTable } from '../memory-history';
import { CallLog } from './call-log';
import { deliveries } from './deliveries';
import { drive } from './drive';
import { deployTriggers } from './deploy/deploy-triggers';
import { Deployment } from './deploy/deployment';
import { functionCode } from './functions/function-code';
import { FunctionHost } from './functions/function-host';
import { simulatedSource } from './functions/simulated-source';
import { namesOf } from './names';
import { authorize, platformOf } from './permissions/authorize';
import { answerOver, putResponse } from './seam/answer-over';
import { sdkAnswer, wireInput } from './seam/copies';
import { type Caller, Seam } from './seam/seam';
import { seenTable } from './seam/seen-table';
import { objectCreated } from './services/arrivals';
import { createServices, type Services } from './services/services';
import { VirtualClock } from './virtual-clock';
import type { DmsRequest, LoggedError, Refusal, TaskChange, World, WorldOptions } from './world';

/** Creates a world in which the plan is deployed, at its start time. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const { random, start, plan, sources } = options;
  const names = namesOf(plan.environment.name);
  const clock = new VirtualClock(start);
  const platform = options.authorizes === false ? undefined : platformOf(plan, random.fork('task-creation'));
  const log = new CallLog(() => clock.milliseconds);
  const items = new Map<string, Map<string, Item>>();
  const table = memoryTable(items);
  const [events, dmsRequests]: [BusEvent[], DmsRequest[]] = [[], []];
  const [refusals, errors]: [Refusal[], LoggedError[]] = [[], []];
  const taskChanges: TaskChange[] = [];
  const ids = random.fork('ids');
  const seam = new Seam({
    clock,
    log,
    random,
    intercept: options.intercept ?? (() => undefined),
    authorize: (by, service, operation, input) => {
      // Its address is the permission.
      if (operation === putResponse || platform === undefined) return;
      try {
        authorize(platform, services, by, service, operation, input);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        refusals.push({ at: clock.milliseconds, by, service, operation, message });
        throw error;
      }
    },
  });

  const clientsOf = (caller: Caller): ReplacedClients =>
    replacedClients((service, operation, given) =>
      seam.send<unknown>(caller, service, operation, given, {
        perform: (input) => perform(caller, service, operation, input),
        changed: (answer, change) => change(answer),
      }),
    );
  const perform = (caller: Caller, service: string, operation: string, given: object): unknown => {
    const input = Object(wireInput(given));
    if (service === 's3') return services.operate(service, operation, input);
    const answer =
      service === 'dms' ? operateDms(caller, operation, input) : services.operate(service, operation, input);
    return answer instanceof Promise
      ? answer.then((later: unknown) => sdkAnswer(later ?? {}))
      : sdkAnswer(answer ?? {});
  };
  const operateDms = ({ by, invocation }: Caller, operation: string, input: Input): unknown => {
    const task = textAt(input, 'ReplicationTaskArn');
    const request = {
      at: clock.milliseconds,
      by,
      invocation,
      operation,
      task,
      startType: textAt(input, 'StartReplicationTaskType'),
      throttled: false,
      done: false,
    };
    dmsRequests.push(request);
    try {
      const answer = services.operate('dms', operation, input);
      request.done = true;
      return answer;
    } catch (error) {
      request.throttled = error instanceof AwsError && error.code === 'ThrottlingException';
      throw error;
    }
  };
  const functions = new FunctionHost({
    clock,
    log,
    timeoutSeconds: (name) => platform?.functions.get(name)?.timeoutSeconds ?? 60,
    skew: options.skew ?? (() => 0),
    start: (name, caller) =>
      functionCode(name, {
        clock,
        names,
        caller,
        clients: clientsOf(caller),
        table: seenTable(seam, caller, items, table, names.historyTable),
        answer: answerOver(seam, caller, (url, body) => services.cloudFormation.answer(url, body)),
        triggerPoll: async () => void functions.invoke('poll-tasks', {}).catch(() => undefined),
        openSource: simulatedSource(clock, (source) => sources[source]),
        log: {
          info: () => undefined,
          error: (message, fields = {}) => {
            errors.push({ at: clock.milliseconds, by: name, message, fields });
            log.add(`${name}#${caller.invocation} error: ${message}`);
          },
        },
        emitter: { emit: () => undefined },
      }),
  });
  const invokeFunction = (arn: string, payload: unknown): Promise<unknown> =>
    functions.invoke(
      arn.slice(arn.lastIndexOf(':') + 1).replace(`lakeferry-${names.environment}-`, ''),
      payload,
    );
  const services: Services = await createServices({
    clock,
    names,
    random: () => ids.next(),
    rows: { source: (identifier) => sources[connectionOf(identifier)] },
    onTask: (event, task) => void taskChanges.push({ at: clock.milliseconds, event, task }),
    invokeFunction,
    invokeTarget: deliveries({
      clock,
      log,
      decide: options.deliver ?? (() => 'once'),
      invokeFunction,
      startExecution: (stateMachineArn, input) =>
        void services.stepFunctions.startExecution({ stateMachineArn, input }),
    }),
    log: (line) => log.add(line),
    arrivals: options.arrivals ?? false,
  });
  const queueArn = names.arn('sqs', copyToLakeQueueName(names.environment));
  const arrivals = random.fork('arrivals');
  services.s3.onChanged = (bucket, key, object) => {
    options.onObject?.(bucket, key, object);
    if (options.arrivals !== true || bucket !== names.stagingBucket || object === undefined) return;
    clock.at(clock.milliseconds + arrivals.between(200, 2000), () =>
      services.sqs.deliver(queueArn, objectCreated(bucket, key), {}),
    );
  };
  const connectionOf = (endpoint: string): string =>
    deployment.plan.sources.find(({ endpointIdentifier }) => endpointIdentifier === endpoint)?.name ?? '';
  services.eventBus.script((event) => {
    const fault = options.event?.(event);
    events.push(event);
    log.add(
      `event ${event.source} ${event['detail-type']} ${event.resources.join(' ')} ${JSON.stringify(fault ?? '')}`,
    );
    return fault;
  });
  const deployment = options.deployment?.(services, names, clock) ?? new Deployment(services, names);
  await deployTriggers(services, names);
  await deployment.create(plan);
  const actorOf = (name: string): Caller => ({
    by: name,
    invocation: 0,
    calls: 0,
    dmsCalls: 0,
    isOver: () => false,
    die: () => undefined,
  });
  return {
    clock,
    names,
    log,
    services,
    functions,
    items,
    history: historyOf(table),
    events,
    dmsRequests,
    taskChanges,
    refusals,
    errors,
    get plan() {
      return deployment.plan;
    },
    actor: (name) => clientsOf(actorOf(name)),
    actorHistory: (name) => historyOf(seenTable(seam, actorOf(name), items, table, names.historyTable)),
    redeploy: (wanted) => drive(clock, deployment.redeploy(wanted)),
    update: (wanted, department, how = {}) => deployment.update(wanted, department, how),
    get isDeploying() {
      return deployment.isInProgress;
    },
    runUntil: (until, isOver) => clock.runUntil(until, isOver),
    stop: () => services.stop(),
  };
}

function textAt(input: Input, name: string): string | undefined {
  const { [name]: value } = input;
  return typeof value === 'string' ? value : undefined;
}
