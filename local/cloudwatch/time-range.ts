const hour = 3_600_000;
const day = 24 * hour;

/**
 * Seconds between the points that CloudWatch still has from a time on
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html).
 */
export function resolutionSeconds(from: Date, now: Date): number {
  const age = now.getTime() - from.getTime();
  if (age > 63 * day) return 3600;
  if (age > 15 * day) return 300;
  return age > 3 * hour ? 60 : 1;
}

/**
 * Start of a query, rounded down as CloudWatch does
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html).
 */
export function roundedStart(from: Date, now: Date, periodSeconds: number): Date {
  const seconds = Math.max(resolutionSeconds(from, now), Math.min(periodSeconds, 60));
  const milliseconds = seconds * 1000;
  return new Date(Math.floor(from.getTime() / milliseconds) * milliseconds);
}
