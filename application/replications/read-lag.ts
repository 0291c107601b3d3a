import { createLagHistory, type LagHistory, type LagPoint } from '../../aws/cloudwatch/lag-history';
import { type LagRange, type LagWindow, lagWindow } from '../../core/runs/replication/lag';
import { instanceOf } from '../environments/instance-of';
import type { DeployedEnvironment } from '../environments/deployed-environment';
import { UseCaseError } from '../use-case-error';

/** Past lag of a CDC job. */
export interface Lag extends LagWindow {
  /** Oldest first. Periods without a value are left out: the task did not run. */
  readonly points: readonly LagPoint[];
  /** `polls`: the last two hours that polls have measured, with the error where CloudWatch could not be read. */
  readonly source: 'CloudWatch' | 'polls';
  readonly error?: unknown;
}

/** Reads the lag of a job over a past range. The tasks that it had before count too. Throws for a job that never ran. */
export async function readLag(
  { history, platform }: Pick<DeployedEnvironment, 'history' | 'platform'>,
  job: string,
  range: LagRange,
  now: Date,
  lagHistory: LagHistory = createLagHistory(),
): Promise<Lag> {
  const replication = await history.replication(job);
  if (replication === undefined) throw new UseCaseError({ kind: 'never-replicated', job });
  const window = lagWindow(range, now);
  const { taskArn, formerTasks = [], endpoints } = replication;
  const arns = taskArn === undefined ? formerTasks : [...formerTasks, taskArn];
  const measured = arns.map((arn) => ({
    taskArn: arn,
    replicationInstanceIdentifier: instanceOf(platform, endpoints),
  }));
  let points: readonly LagPoint[] = [];
  let error: unknown;
  try {
    if (measured.length > 0) points = await lagHistory.lags(measured, window);
  } catch (cause) {
    error = cause;
  }
  if (points.length > 0) return { ...window, points, source: 'CloudWatch' };
  const series = await history.series(job);
  const polled = (series?.points ?? []).filter(
    ({ at, sourceSeconds }) => sourceSeconds !== undefined && Date.parse(at) >= window.from.getTime(),
  );
  return {
    ...window,
    periodSeconds: 60,
    points: polled.map(({ at, sourceSeconds, targetSeconds }) => ({ at, sourceSeconds, targetSeconds })),
    source: 'polls',
    ...(error === undefined ? {} : { error }),
  };
}
