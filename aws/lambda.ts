import * as z from 'zod/mini';

const Environment = z.object({
  LAKEFERRY_ENVIRONMENT: z.string().check(z.minLength(1)),
  HISTORY_TABLE: z.string().check(z.minLength(1)),
  HISTORY_RETENTION_DAYS: z.coerce.number().check(z.int(), z.positive()),
  ALERTS_TOPIC_ARN: z.string().check(z.minLength(1)),
  STAGING_BUCKET: z.string().check(z.minLength(1)),
  LAKE_BUCKET: z.string().check(z.minLength(1)),
});

/** What every function is told by its environment. */
export interface Settings {
  readonly environment: string;
  readonly historyTable: string;
  readonly retentionDays: number;
  /** The SNS topic of the platform stack. */
  readonly alertsTopicArn: string;
  readonly stagingBucket: string;
  readonly lakeBucket: string;
}

/**
 * A Lambda handler: reads the environment once, makes the ports once, and passes the time of each invocation down.
 */
export function lambda<Ports, Result>(
  portsOf: (settings: Settings) => Ports,
  work: (ports: Ports, event: unknown, now: Date) => Promise<Result>,
): (event: unknown) => Promise<Result> {
  let ports: Ports | undefined;
  return async (event) => {
    ports ??= portsOf(settingsOf(process.env));
    return await work(ports, event, new Date());
  };
}

export function settingsOf(environment: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = Environment.parse(environment);
  return {
    environment: parsed.LAKEFERRY_ENVIRONMENT,
    historyTable: parsed.HISTORY_TABLE,
    retentionDays: parsed.HISTORY_RETENTION_DAYS,
    alertsTopicArn: parsed.ALERTS_TOPIC_ARN,
    stagingBucket: parsed.STAGING_BUCKET,
    lakeBucket: parsed.LAKE_BUCKET,
  };
}
