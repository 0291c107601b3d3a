import { HTTPException } from 'hono/http-exception';
import { readLag } from '../../../application/replications/read-lag';
import type { LagPoint } from '../../../aws/cloudwatch/lag-history';
import { isLagRange } from '../../../core/runs/replication/lag';
import { secondsBehind } from '../../../core/runs/replication/latency';
import type { ConsolePorts, ErrorText } from '../ports';

/** Lag of a CDC job over a past range. Times are ISO 8601 in UTC. */
export interface LagPage {
  readonly from: string;
  readonly until: string;
  readonly periodSeconds: number;
  readonly points: readonly LagValue[];
  readonly source: 'CloudWatch' | 'polls';
  /** Why CloudWatch was not read. */
  readonly problem?: Omit<ErrorText, 'status'>;
}

export interface LagValue {
  readonly at: string;
  /** Highest lag of the period, from the source to the target. */
  readonly seconds: number;
  /** The part of it until DMS read the change. */
  readonly sourceSeconds?: number;
}

export async function readLagPage(
  { environment, now, lagHistory, textOf }: ConsolePorts,
  job: string,
  range: string,
): Promise<LagPage> {
  if (!isLagRange(range)) throw new HTTPException(404, { message: 'there is no such range' });
  const { from, until, periodSeconds, points, source, error } = await readLag(
    environment,
    job,
    range,
    now(),
    lagHistory,
  );
  return {
    from: from.toISOString(),
    until: until.toISOString(),
    periodSeconds,
    points: points.flatMap(lagOf),
    source,
    ...(error === undefined ? {} : { problem: shownOf(textOf(error)) }),
  };
}

function lagOf({ at, sourceSeconds, targetSeconds }: LagPoint): readonly LagValue[] {
  if (sourceSeconds === undefined && targetSeconds === undefined) return [];
  const seconds = secondsBehind({ sourceSeconds: sourceSeconds ?? 0, targetSeconds, at });
  return [{ at, seconds, ...(sourceSeconds === undefined ? {} : { sourceSeconds }) }];
}

function shownOf({ status: _, ...shown }: ErrorText): Omit<ErrorText, 'status'> {
  return shown;
}
