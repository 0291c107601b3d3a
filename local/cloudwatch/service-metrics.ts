import type { Clock } from '../clock';
import type { CloudEvent } from '../service';
import { embeddedMetrics } from './embedded-metrics';
import type { MetricStore } from './metrics';

/** Metrics that CloudWatch has of other services, from what happens in them. */
export class ServiceMetrics {
  constructor(
    private readonly clock: Clock,
    private readonly store: MetricStore,
  ) {}

  /** A log line of a function. */
  line(LogGroupName: string, line: string): void {
    const now = this.clock.now();
    const found = embeddedMetrics(line, now);
    if (found === 'parsing' || found === 'validation') {
      const name = found === 'parsing' ? 'EMFParsingErrors' : 'EMFValidationErrors';
      this.#put('AWS/Logs', name, { LogGroupName }, 1, 'Count');
    } else for (const { metric, point } of found) this.store.put(metric, point, now);
  }

  /** The end of an invocation. */
  invocation(FunctionName: string, failed: boolean, milliseconds: number): void {
    this.#put('AWS/Lambda', 'Invocations', { FunctionName }, 1, 'Count');
    this.#put('AWS/Lambda', 'Errors', { FunctionName }, failed ? 1 : 0, 'Count');
    this.#put('AWS/Lambda', 'Throttles', { FunctionName }, 0, 'Count');
    this.#put('AWS/Lambda', 'Duration', { FunctionName }, milliseconds, 'Milliseconds');
  }

  /**
   * An event of a service: Step Functions reports each change of an execution. The end of a redriven execution counts twice: as the
   * end of an execution, and as that of a redriven one
   * (https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html).
   */
  event({ source, 'detail-type': type, detail }: CloudEvent): void {
    if (source !== 'aws.states' || type !== 'Step Functions Execution Status Change') return;
    const status = String(detail['status']);
    const isRedriven = Number(detail['redriveCount'] ?? 0) > 0;
    const names = [
      ...(isRedriven && status === 'RUNNING' ? [] : [executionMetrics[status]]),
      ...(isRedriven ? [redrivenMetrics[status]] : []),
    ];
    const StateMachineArn = String(detail['stateMachineArn']);
    for (const name of names)
      if (name !== undefined) this.#put('AWS/States', name, { StateMachineArn }, 1, 'Count');
  }

  #put(
    namespace: string,
    name: string,
    dimensions: Readonly<Record<string, string>>,
    value: number,
    unit: string,
  ): void {
    const now = this.clock.now();
    this.store.put({ namespace, name, dimensions, unit }, { at: now, value }, now);
  }
}

const executionMetrics: Readonly<Record<string, string>> = {
  RUNNING: 'ExecutionsStarted',
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
};

const redrivenMetrics: Readonly<Record<string, string>> = {
  RUNNING: 'ExecutionsRedriven',
  SUCCEEDED: 'RedrivenExecutionsSucceeded',
  FAILED: 'RedrivenExecutionsFailed',
  TIMED_OUT: 'RedrivenExecutionsTimedOut',
  ABORTED: 'RedrivenExecutionsAborted',
};
