import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { isYes, numberOf } from '../query/query-results';
import { configFix, finding } from '../report/finding';
import { isAtLeast } from '../shared/server-version';
import { define } from './definitions';
import { type PostgresSource, serverRow } from './postgres-source';

const definition = define('standby', {
  modes: 'changes',
  severity: 'error',
  title: 'the source is a primary',
  why: 'DMS cannot create slots on a replica, and before PostgreSQL 16 a replica has no logical decoding',
});

/** Engine version of DMS that captures changes of a replica. Source: DMS guide, CHAP_Source.PostgreSQL. */
const replicasSince = '3.6.1';

export const standby: Check<PostgresSource> = {
  definition,
  skip: withoutResult('server'),
  evaluate({ request, results }) {
    const server = serverRow(results);
    if (!isYes(server, 'is_standby')) return [];
    const canDecode = (numberOf(server, 'version_number') ?? 0) >= 160_000;
    const { dmsVersion } = request;
    if (canDecode && dmsVersion !== undefined && !isAtLeast(dmsVersion, replicasSince))
      return [
        finding(
          definition,
          `the source is a replica, which DMS reads from engine version ${replicasSince} on, and the replication instance has ${dmsVersion}`,
          {
            fix: configFix(
              `engine-version: ${replicasSince}   # or newer, of the replication-instance in the environment's file`,
            ),
          },
        ),
      ];
    return canDecode
      ? [
          finding(definition, 'the source is a replica, on which DMS cannot create a slot', {
            severity: 'warning',
            fix: configFix(
              'connection-attributes: {slotName: ...}   # of a slot that you created on the replica',
            ),
          }),
        ]
      : [
          finding(definition, 'the source is a replica', {
            fix: configFix('source: ...   # a connection to the primary'),
          }),
        ];
  },
};
