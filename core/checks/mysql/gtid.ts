import type { Check } from '../evaluation/check';
import { withoutResult } from '../evaluation/skip-reasons';
import { finding } from '../report/finding';
import { define } from './definitions';
import type { MysqlSource } from './mysql-source';

const definition = define('gtid', {
  modes: 'changes',
  severity: 'note',
  title: 'DMS finds changes by file and position',
  why: 'DMS does not use GTIDs. After a failover to another server, a task cannot find its position',
});

export const gtid: Check<MysqlSource> = {
  definition,
  skip: withoutResult('variables'),
  evaluate({ server }) {
    const mode = server.variable('gtid_mode') ?? server.variable('gtid_strict_mode');
    if (mode === undefined || /^(OFF|0)/i.test(mode)) return [];
    return [finding(definition, `${server.isMariaDb ? 'gtid_strict_mode' : 'gtid_mode'} is ${mode}`)];
  },
};
