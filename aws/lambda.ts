import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { eventFields } from '../core/monitoring/event-fields';
import type { Log } from '../core/monitoring/log';
import type { MetricsEmitter } from '../core/monitoring/metric';
import { takeCalls } from './dms/count-calls';
import { createLog } from './log';
import { createMetricsEmitter } from './metrics-emitter';

const Environment = z.object({
  LAKEFERRY_ENVIRONMENT: z.string().check(z.minLength(1)),
  HISTORY_TABLE: z.string().check(z.minLength(1)),
  HISTORY_RETENTION_DAYS: z.coerce.number().check(z.int(), z.positive()),
  ALERTS_TOPIC_ARN: z.string().check(z.minLength(1)),
  EVENT_BUS: z.string().check(z.minLength(1)),
  STAGING_BUCKET: z.string().check(z.minLength(1)),
  LAKE_BUCKET: z.string().check(z.minLength(1)),
});

/** Settings of a function, from its environment. */
export interface Settings {
  readonly environment: string;
  readonly historyTable: string;
  readonly retentionDays: number;
  /** SNS topic of the platform stack. */
  readonly alertsTopicArn: string;
  /** Name of the environment's event bus. */
  readonly eventBus: string;
  readonly stagingBucket: string;
  readonly lakeBucket: string;
}

/** Log and metrics of a function. */
export interface Reporting {
  readonly log: Log;
  readonly emitter: MetricsEmitter;
}

/**
 * Creates a Lambda handler. It reads the environment and creates the ports once, and passes the time to each invocation. Each log
 * line names the request, and the run and job of the event.
 */
export function lambda<Ports, Result>(
  portsOf: (settings: Settings, reporting: Reporting) => Ports,
  work: (ports: Ports, event: unknown, now: Date) => Promise<Result>,
): (event: unknown, context?: Context) => Promise<Result> {
  const prepare = () => {
    const settings = settingsOf(process.env);
    const log = createLog(settings.environment);
    const emitter = createMetricsEmitter(settings.environment, log);
    return { log, emitter, ports: portsOf(settings, { log, emitter }) };
  };
  let prepared: ReturnType<typeof prepare> | undefined;
  return async (event, context) => {
    prepared ??= prepare();
    const { log, emitter, ports } = prepared;
    const about = eventFields(event);
    log.begin(context, about);
    try {
      return await work(ports, event, new Date());
    } catch (error) {
      // Lambda logs the error itself, without the run.
      log.error('the invocation failed', { error });
      throw error;
    } finally {
      const calls = takeCalls();
      if (calls > 0) emitter.emit([{ name: 'DmsCalls', value: calls }], about);
    }
  };
}

export function settingsOf(environment: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = Environment.parse(environment);
  return {
    environment: parsed.LAKEFERRY_ENVIRONMENT,
    historyTable: parsed.HISTORY_TABLE,
    retentionDays: parsed.HISTORY_RETENTION_DAYS,
    alertsTopicArn: parsed.ALERTS_TOPIC_ARN,
    eventBus: parsed.EVENT_BUS,
    stagingBucket: parsed.STAGING_BUCKET,
    lakeBucket: parsed.LAKE_BUCKET,
  };
}
