import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { isYes, numberOf } from '../query/query-results';
import { configFix, finding } from '../report/finding';
import { define } from './definitions';
import { type PostgresSource, serverRow } from './postgres-source';

const definition = define('standby', {
  modes: 'changes',
  severity: 'error',
  title: 'the source is a primary',
  why: 'DMS cannot create slots on a replica, and before PostgreSQL 16 a replica has no logical decoding',
});

export const standby: Check<PostgresSource> = {
  definition,
  skip: withoutResult('server'),
  evaluate({ results }) {
    const server = serverRow(results);
    if (!isYes(server, 'is_standby')) return [];
    const canDecode = (numberOf(server, 'version_number') ?? 0) >= 160_000;
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
