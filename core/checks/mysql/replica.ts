import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { finding, settingFix } from '../report/finding';
import { define } from './definitions';
import { isOn, type MysqlSource } from './mysql-source';

const replicaUpdates = define('log-replica-updates', {
  modes: 'changes',
  severity: 'warning',
  title: 'a replica logs the changes of its primary',
  why: 'without log_slave_updates, the binary log of a replica lacks the changes that come from its primary',
});

const auroraReader = define('aurora-reader', {
  modes: 'changes',
  severity: 'error',
  title: 'the endpoint of Aurora is the writer',
  why: 'DMS loads from a reader of Aurora MySQL, but captures changes only from the writer',
});

const skip = withoutResult('variables');

export const replicaChecks: readonly Check<MysqlSource>[] = [
  {
    definition: replicaUpdates,
    skip,
    /**
     * Only a login with REPLICATION CLIENT sees whether the server is a replica, but a read-only
     * server most likely is.
     */
    evaluate({ server }) {
      const name =
        server.variable('log_replica_updates') === undefined ? 'log_slave_updates' : 'log_replica_updates';
      const isOff = /^(OFF|0)$/i.test(server.variable(name) ?? 'ON');
      if (!isOff || !isOn(server.variable('read_only'))) return [];
      return [
        finding(replicaUpdates, `the server is read-only, and ${name} is OFF`, {
          fix: settingFix(`${name} = ON (my.cnf; then restart)`),
        }),
      ];
    },
  },
  {
    definition: auroraReader,
    skip,
    evaluate: ({ server }) =>
      server.host === 'aurora' && isOn(server.variable('innodb_read_only'))
        ? [
            finding(auroraReader, 'innodb_read_only is ON, so the endpoint is a reader', {
              fix: settingFix('host in the secret: the cluster endpoint, without -ro- in its name'),
            }),
          ]
        : [],
  },
];
