import * as z from 'zod/mini';

const Environment = z.object({
  LAKEFERRY_ENVIRONMENT: z.string().check(z.minLength(1)),
  HISTORY_TABLE: z.string().check(z.minLength(1)),
  HISTORY_RETENTION_DAYS: z.coerce.number().check(z.int(), z.positive()),
  ALERTS_TOPIC_ARN: z.string().check(z.minLength(1)),
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
  readonly stagingBucket: string;
  readonly lakeBucket: string;
}

/** Creates a Lambda handler. It reads the environment and creates the ports once, and passes the time to each invocation. */
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
