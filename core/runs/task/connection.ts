import { createHash } from 'node:crypto';
import { dmsConnectionAdvice } from '../../checks/connection/dms-connection-advice';
import { cutText, longestText } from '../../cut-text';
import type { JobPlan } from '../../planning/job-plan';
import type { TestedConnections } from './dms-wait';
import type { TaskEndpoints } from './task';

/** Connection of an endpoint with a replication instance, as DMS describes it. */
export interface Connection {
  readonly endpointArn: string;
  /** Identifier of the endpoint. */
  readonly name: string;
  /** DMS's word, such as `testing`, `successful` or `failed`. */
  readonly status: string;
  readonly failure?: string | undefined;
}

/** Passed test of a connection. */
export interface PassedTest {
  readonly endpointArn: string;
  /** Hash of what was tested. Absent once it is known that DMS wants another test. */
  readonly hash?: string | undefined;
  readonly passedAt: string;
}

const validMs = 24 * 3_600_000;

/** Returns true when all connections have passed within a day, with the present settings. */
export function havePassed(
  { endpoints }: TestedConnections,
  passed: readonly PassedTest[],
  now: Date,
): boolean {
  return endpoints.every(({ endpointArn, hash }) =>
    passed.some(
      (test) =>
        test.endpointArn === endpointArn &&
        test.hash === hash &&
        now.getTime() - Date.parse(test.passedAt) < validMs,
    ),
  );
}

/** Connections of a job's endpoints, with hashes of what its plan says about them. */
export function connectionsOf(
  { replicationInstanceArn, sourceEndpointArn, targetEndpointArn }: TaskEndpoints,
  job: JobPlan,
): TestedConnections {
  const { source, connection, target, targetEngine, targetSettings, stagingFolder } = job;
  return {
    replicationInstanceArn,
    endpoints: [
      { endpointArn: sourceEndpointArn, hash: hashOf([source, connection]) },
      {
        endpointArn: targetEndpointArn,
        hash: hashOf([target, targetEngine, targetSettings, targetEngine === 's3' ? stagingFolder : '']),
      },
    ],
  };
}

function hashOf(settings: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 16);
}

/** Text about a failed test, with what to change. */
export function connectionFailure({ name, failure = 'DMS gave no message' }: Connection): string {
  const message = cutText(failure, longestText);
  return `the replication instance cannot reach ${name}: ${message}; ${dmsConnectionAdvice(message)}`;
}
