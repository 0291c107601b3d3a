import { dmsConnectionAdvice } from '../connection/dms-connection-advice';
import type { CheckFinding } from '../report/check-report';
import { awsFix, finding } from '../report/finding';
import { existingRoute } from './definitions';
import type { DescribedConnection } from './described';

/** Network route from a replication instance to an endpoint. */
export interface Route {
  readonly instanceArn: string;
  readonly endpointArn: string;
}

/** Problems of a route. `connection`: what DMS last found. Undefined: DMS has never tested it. */
export function routeFindings(
  route: Route,
  connection: DescribedConnection | undefined,
): readonly CheckFinding[] {
  const { instanceArn, endpointArn } = route;
  const fix = awsFix(
    `aws dms test-connection --replication-instance-arn ${instanceArn} --endpoint-arn ${endpointArn}`,
  );
  if (connection === undefined)
    return [
      finding(existingRoute, `DMS has not tested whether ${instanceArn} reaches ${endpointArn}`, {
        severity: 'note',
        fix,
      }),
    ];
  const { name, status, failure = 'DMS gave no message' } = connection;
  if (status !== 'failed') return [];
  const found = `${instanceArn} does not reach ${name}: ${failure}; ${dmsConnectionAdvice(failure)}; then test it again`;
  return [finding(existingRoute, found, { fix })];
}
