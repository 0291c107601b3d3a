import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { FunctionError } from '../service';
import type { FunctionDefinition } from './function-definition';

export interface WorkerRequest {
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
  /** Epoch milliseconds of a driven clock. */
  readonly now?: number;
}

export interface WorkerAnswer {
  /** JSON text. */
  readonly payload: string;
}

const Answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), payload: z.string(), usedBytes: z.number() }),
  z.object({
    ok: z.literal(false),
    error: z.object({ errorType: z.string(), errorMessage: z.string(), trace: z.array(z.string()) }),
    usedBytes: z.number(),
  }),
]);

/** Warm execution environment of a function: a worker thread that handles one request at a time. */
export class FunctionWorker {
  readonly #worker: Worker;
  readonly #definition: FunctionDefinition;
  #dead = false;
  #usedBytes = 0;

  constructor(
    definition: FunctionDefinition,
    environment: Readonly<Record<string, string>>,
    driven: boolean,
    onLine: (line: string) => void,
  ) {
    this.#definition = definition;
    const { arn, name, memoryMiB } = definition;
    this.#worker = new Worker(join(__dirname, 'worker-runtime.cjs'), {
      env: { ...environment },
      // Without the TypeScript loader of the process around it.
      execArgv: [],
      stdout: true,
      stderr: true,
      // A small young generation keeps memory low: dozens of workers with V8's default (48 MB) held more than
      // 1 GiB.
      resourceLimits: { maxOldGenerationSizeMb: memoryMiB, maxYoungGenerationSizeMb: 12 },
      workerData: {
        driven,
        folder: definition.folder,
        handler: definition.handler,
        // Folder in which workers of other clouds on this machine find the compiled code. Absent: each compiles it.
        codeCache: process.env['LAKEFERRY_CODE_CACHE'],
        context: {
          functionName: name,
          functionVersion: '$LATEST',
          invokedFunctionArn: arn,
          memoryLimitInMB: String(memoryMiB),
          logGroupName: `/aws/lambda/${name}`,
          logStreamName: 'local',
        },
      },
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        const lines = `${rest}${chunk}`.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) onLine(line);
      });
    }
    this.#worker.on('error', () => {
      this.#dead = true;
    });
    this.#worker.on('exit', () => {
      this.#dead = true;
    });
    // An idle function keeps no process alive.
    this.#worker.unref();
  }

  /** Bytes on its heap at the end of the last request. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** True when it can handle another request. */
  get usable(): boolean {
    return !this.#dead;
  }

  /**
   * Handles one request. Rejects with FunctionError. After a timeout or a crash the worker cannot be used
   * again.
   */
  run(request: WorkerRequest): Promise<WorkerAnswer> {
    const { timeoutSeconds, name } = this.#definition;
    const deadline = Date.now() + timeoutSeconds * 1000;
    return new Promise((resolve, reject) => {
      const worker = this.#worker;
      worker.ref();
      const end = (act: () => void): void => {
        clearTimeout(timer);
        worker.off('message', onMessage);
        worker.off('error', onError);
        worker.off('exit', onExit);
        worker.unref();
        act();
      };
      const onMessage = (message: unknown): void => {
        const answer = Answer.parse(message);
        this.#usedBytes = answer.usedBytes;
        end(() => {
          if (answer.ok) resolve(answer);
          else
            reject(new FunctionError(answer.error.errorType, answer.error.errorMessage, answer.error.trace));
        });
      };
      const onError = (cause: Error): void => end(() => reject(crash(cause, request.requestId)));
      const onExit = (code: number): void =>
        end(() =>
          reject(
            new FunctionError('Runtime.ExitError', `${at(request)} Error: Runtime exited with code ${code}`),
          ),
        );
      const timer = setTimeout(() => {
        this.#dead = true;
        end(() =>
          reject(
            new FunctionError(
              'Sandbox.Timedout',
              `${at(request)} Error: Task timed out after ${timeoutSeconds}.00 seconds (${name})`,
            ),
          ),
        );
        void worker.terminate();
      }, timeoutSeconds * 1000);
      worker.on('message', onMessage);
      worker.on('error', onError);
      worker.on('exit', onExit);
      worker.postMessage({ ...request, deadline });
    });
  }

  async stop(): Promise<void> {
    this.#dead = true;
    await this.#worker.terminate();
  }
}

function at(request: WorkerRequest): string {
  return `RequestId: ${request.requestId}`;
}

function crash(cause: Error & { readonly code?: unknown }, requestId: string): FunctionError {
  const outOfMemory = cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return new FunctionError(
    outOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError',
    `RequestId: ${requestId} Error: ${cause.message}`,
    cause.stack?.split('\n') ?? [],
  );
}
