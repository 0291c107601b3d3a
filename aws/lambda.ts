import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { defaultRequestsPerSecond } from '../core/model/dms-requests';
import { platformName } from '../core/model/environment-names';
import { eventFields } from '../core/monitoring/event-fields';
import type { Log } from '../core/monitoring/log';
import type { MetricsEmitter } from '../core/monitoring/metric';
import { type RequestBudget, requestBudgetOf } from '../core/runs/admission/request-budget';
import { createMetricsEmitter } from './cloudwatch/metrics-emitter';
import { takeCalls } from './dms/count-calls';
import { requestPaymentStore } from './history/admission/request-budget';
import { createHistoryTable, documentClient } from './history/table';
import { createLog } from './log';

const Environment = z.object({
  LAKEFERRY_ENVIRONMENT: z.string().check(z.minLength(1)),
  LAKEFERRY_NAME_PREFIX: z.optional(z.string()),
  HISTORY_TABLE: z.string().check(z.minLength(1)),
  HISTORY_RETENTION_DAYS: z.coerce.number().check(z.int(), z.positive()),
  ALERTS_TOPIC_ARN: z.string().check(z.minLength(1)),
  EVENT_BUS: z.string().check(z.minLength(1)),
  STAGING_BUCKET: z.string().check(z.minLength(1)),
  LAKE_BUCKET: z.string().check(z.minLength(1)),
  /** Absent: Lakeferry's own. */
  REPLICATION_INSTANCE: z.optional(z.string().check(z.minLength(1))),
  POLL_TASKS_FUNCTION: z.string().check(z.minLength(1)),
  DMS_REQUESTS_PER_SECOND: z._default(z.coerce.number().check(z.positive()), defaultRequestsPerSecond),
  CONSOLE_URL: z.optional(z.string()),
  CONNECTIONS: z.optional(z.string()),
});

/** Number of DMS requests that a poll has paid for. Absent in events of earlier versions. */
const PaidEvent = z.object({ paid: z.int() });

/** Settings of a function, from its environment. */
export interface Settings {
  readonly environment: string;
  /** Prefix of the environment's names. */
  readonly namePrefix?: string | undefined;
  readonly historyTable: string;
  readonly retentionDays: number;
  /** SNS topic of the platform stack. */
  readonly alertsTopicArn: string;
  /** Name of the environment's event bus. */
  readonly eventBus: string;
  readonly stagingBucket: string;
  readonly lakeBucket: string;
  /** Identifier of the replication instance. */
  readonly instance: string;
  /** Name of the function that polls. */
  readonly pollFunction: string;
  /** Budget of DMS requests of the environment. */
  readonly budget: RequestBudget;
  /** Address of the pages to which messages link. Absent: they have no link. */
  readonly consoleUrl?: string | undefined;
  /** S3 address of the deployed connections. Present in functions that connect to databases. */
  readonly connections?: string | undefined;
}

/** Counts DMS requests that nobody has paid for. */
export type Settlement = (requests: number) => Promise<void>;

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
  settlementOf: (settings: Settings) => Settlement = historySettlement,
): (event: unknown, context?: Context) => Promise<Result> {
  const prepare = () => {
    const settings = settingsOf(process.env);
    const log = createLog(settings.environment);
    const emitter = createMetricsEmitter(settings.environment, log);
    return { log, emitter, ports: portsOf(settings, { log, emitter }), settle: settlementOf(settings) };
  };
  let prepared: ReturnType<typeof prepare> | undefined;
  return async (event, context) => {
    prepared ??= prepare();
    const { log, emitter, ports, settle } = prepared;
    const about = eventFields(event);
    log.begin(context, about);
    try {
      return await work(ports, event, new Date());
    } catch (error) {
      // Lambda logs the error itself, without the run.
      log.error('the invocation failed', { error });
      throw error;
    } finally {
      const { calls, paid } = takeCalls();
      if (calls > 0) emitter.emit([{ name: 'DmsCalls', value: calls }], about);
      const unpaid = unpaidRequests(event, { calls, paid });
      // The requests are made, so a refusal fails nothing.
      if (unpaid > 0)
        await settle(unpaid).catch((error: unknown) => {
          log.error('DMS requests were not counted', { requests: unpaid, problem: String(error) });
        });
    }
  };
}

function historySettlement({ historyTable, budget }: Settings): Settlement {
  const payments = requestPaymentStore(createHistoryTable(historyTable, documentClient()));
  return (requests) => payments.settleRequests(budget, requests, new Date());
}

/** DMS requests of an invocation that neither itself nor a poll before has paid for. Not above 0: none. */
export function unpaidRequests(
  event: unknown,
  { calls, paid }: { readonly calls: number; readonly paid: number },
): number {
  const parsed = PaidEvent.safeParse(event);
  return calls - paid - (parsed.success ? parsed.data.paid : 0);
}

export function settingsOf(environment: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = Environment.parse(environment);
  return {
    environment: parsed.LAKEFERRY_ENVIRONMENT,
    ...(parsed.LAKEFERRY_NAME_PREFIX === undefined ? {} : { namePrefix: parsed.LAKEFERRY_NAME_PREFIX }),
    historyTable: parsed.HISTORY_TABLE,
    retentionDays: parsed.HISTORY_RETENTION_DAYS,
    alertsTopicArn: parsed.ALERTS_TOPIC_ARN,
    eventBus: parsed.EVENT_BUS,
    stagingBucket: parsed.STAGING_BUCKET,
    lakeBucket: parsed.LAKE_BUCKET,
    instance:
      parsed.REPLICATION_INSTANCE ??
      platformName({ name: parsed.LAKEFERRY_ENVIRONMENT, namePrefix: parsed.LAKEFERRY_NAME_PREFIX }),
    pollFunction: parsed.POLL_TASKS_FUNCTION,
    budget: requestBudgetOf(parsed.DMS_REQUESTS_PER_SECOND),
    consoleUrl: parsed.CONSOLE_URL,
    connections: parsed.CONNECTIONS,
  };
}
