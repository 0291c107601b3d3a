import { randomUUID } from 'node:crypto';
import { DrivenClock } from '../clock';
import type { Callers } from '../gateway/callers';
import type { LogStream } from '../logs/logs';
import { AwsError, type CloudContext, FunctionError } from '../service';
import { environmentOf, type FunctionDefinition } from './function-definition';
import { LineLog } from '../logs/line-log';
import { FunctionWorker, type WorkerRequest } from './function-worker';
import { platformLines } from './platform-lines';
import { WorkerPool } from './worker-pool';

interface Deployed {
  readonly definition: FunctionDefinition;
  readonly pool: WorkerPool;
  readonly log: LineLog;
  maxUsedBytes: number;
}

/** Receives what CloudWatch makes metrics of. */
export interface Telemetry {
  line(logGroup: string, line: string): void;
  invocation(functionName: string, failed: boolean, milliseconds: number): void;
}

const silent: Telemetry = { line: () => undefined, invocation: () => undefined };

function groupOf({ name, logGroup }: FunctionDefinition): string {
  return logGroup ?? `/aws/lambda/${name}`;
}

/** Largest response of a synchronous call (Lambda quotas). */
const largestAnswerBytes = 6 * 1024 * 1024;

/** Deployed functions: the synthesized assets, run in worker threads with the template's environment. */
export class Functions {
  readonly #context: CloudContext;
  readonly #callers: Callers;
  readonly #url: () => string;
  readonly #limit: number;
  readonly #telemetry: Telemetry;
  readonly #byName = new Map<string, Deployed>();
  readonly #retired = new Set<WorkerPool>();

  /** `workersPerFunction` is the number of concurrent requests per function on this machine. */
  constructor(
    context: CloudContext,
    callers: Callers,
    url: () => string,
    workersPerFunction = 4,
    telemetry: Telemetry = silent,
  ) {
    this.#telemetry = telemetry;
    this.#context = context;
    this.#callers = callers;
    this.#url = url;
    this.#limit = workersPerFunction;
  }

  /** Adds a function, or updates its code and settings. */
  async define(definition: FunctionDefinition): Promise<void> {
    const former = this.#byName.get(definition.name);
    const credentials = this.#callers.issue(definition.roleArn, definition.name, definition.arn);
    const log = former?.log ?? new LineLog(() => this.#context.clock.now());
    const driven = this.#context.clock instanceof DrivenClock;
    const make = (): FunctionWorker => {
      const { region } = this.#context;
      const environment = environmentOf(definition, { region, url: this.#url(), credentials });
      return new FunctionWorker(definition, environment, driven, (line) => {
        log.add(line);
        this.#telemetry.line(groupOf(definition), line);
      });
    };
    const pool = new WorkerPool(make, this.#limit);
    this.#byName.set(definition.name, { definition, pool, log, maxUsedBytes: former?.maxUsedBytes ?? 0 });
    this.#retire(former);
  }

  async remove(name: string): Promise<void> {
    const deployed = this.#byName.get(name);
    this.#byName.delete(name);
    this.#retire(deployed);
  }

  /** Requests that run end on the code with which they began. */
  #retire(deployed: Deployed | undefined): void {
    if (deployed === undefined) return;
    this.#retired.add(deployed.pool);
    void deployed.pool.retire().then(() => this.#retired.delete(deployed.pool));
  }

  definitions(): readonly FunctionDefinition[] {
    return [...this.#byName.values()].map(({ definition }) => definition);
  }

  /** Logs with the names of their groups. */
  logGroups(): readonly LogStream[] {
    return [...this.#byName.values()].map(({ definition, log }) => ({
      name: `${definition.name}/[$LATEST]local`,
      group: groupOf(definition),
      log,
    }));
  }

  /** Finds a function by name, ARN, or ARN with a qualifier. */
  find(nameOrArn: string): FunctionDefinition | undefined {
    return this.#find(nameOrArn)?.definition;
  }

  #find(nameOrArn: string): Deployed | undefined {
    const name = /^(?:arn:[^:]+:lambda:[^:]*:\d{12}:function:)?([A-Za-z0-9_-]+)(?::[$A-Za-z0-9_-]+)?$/.exec(
      nameOrArn,
    )?.[1];
    const deployed = name === undefined ? undefined : this.#byName.get(name);
    // A function of another region or account is not here, whatever its name is.
    const isElsewhere =
      nameOrArn.startsWith('arn:') && !`${nameOrArn}:`.startsWith(`${deployed?.definition.arn}:`);
    return isElsewhere ? undefined : deployed;
  }

  #at(nameOrArn: string): Deployed {
    const deployed = this.#find(nameOrArn);
    if (deployed === undefined)
      throw new AwsError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
    return deployed;
  }

  /** Log of the function, with Lambda's own lines, oldest first. */
  logs(nameOrArn: string): readonly string[] {
    return this.#at(nameOrArn).log.lines;
  }

  /** Largest size of the function's heap at the end of a request, in bytes. */
  maxUsedBytes(nameOrArn: string): number {
    return this.#at(nameOrArn).maxUsedBytes;
  }

  /** Invokes a function with a JSON value. Rejects with FunctionError when the function fails. */
  invoke(nameOrArn: string, payload: unknown): Promise<unknown> {
    return this.#context.clock.track(this.#invoke(nameOrArn, JSON.stringify(payload ?? {})));
  }

  async #invoke(nameOrArn: string, payload: string): Promise<unknown> {
    const deployed = this.#at(nameOrArn);
    const { definition, pool, log } = deployed;
    const requestId = randomUUID();
    const lines = platformLines(definition, requestId, () => this.#context.clock.now());
    let startedAt = Date.now();
    let usedBytes = 0;
    let failed = true;
    try {
      const request = (): WorkerRequest => {
        startedAt = Date.now();
        log.add(...lines.start());
        const { clock } = this.#context;
        return clock instanceof DrivenClock
          ? { requestId, payload, now: clock.now().getTime() }
          : { requestId, payload };
      };
      const answer = await pool.run(request, (bytes) => {
        usedBytes = bytes;
      });
      if (Buffer.byteLength(answer.payload) > largestAnswerBytes)
        throw new FunctionError(
          'Function.ResponseSizeTooLarge',
          `Response payload size exceeded maximum allowed payload size (${largestAnswerBytes} bytes).`,
        );
      const result: unknown = JSON.parse(answer.payload);
      failed = false;
      return result;
    } catch (cause) {
      if (cause instanceof FunctionError) log.add(...lines.error(cause));
      throw cause;
    } finally {
      const milliseconds = Date.now() - startedAt;
      this.#telemetry.invocation(definition.name, failed, milliseconds);
      deployed.maxUsedBytes = Math.max(deployed.maxUsedBytes, usedBytes);
      log.add(...lines.end(milliseconds, usedBytes));
    }
  }

  async stop(): Promise<void> {
    const pools = [...this.#byName.values()].map(({ pool }) => pool);
    this.#byName.clear();
    await Promise.all([...pools, ...this.#retired].map((pool) => pool.stop()));
  }
}
