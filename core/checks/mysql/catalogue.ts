import { all, changes, defineFor } from '../catalogue/define-checks';

const guide = 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.MySQL.html';
const assessment = 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.AssessmentReport.MySQL.html';
const azure = 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.AzureDBMySQL.html';

const define = defineFor('mysql', guide);

/** MySQL, MariaDB, RDS and Aurora MySQL. */
export const mysqlCatalogue = {
  binlog: define(
    'log-bin',
    changes,
    'error',
    'the server writes a binary log',
    'DMS reads changes from the binary log; on RDS and Aurora it is off without automatic backups',
  ),
  serverId: define(
    'server-id',
    changes,
    'error',
    'the server has an id',
    'a server with id 0 refuses replicas, and DMS reads as one',
    assessment,
  ),
  format: define(
    'binlog-format',
    changes,
    'error',
    'the binary log holds rows',
    'statements cannot be turned into rows: binlog_format must be ROW',
  ),
  rowImage: define(
    'binlog-row-image',
    changes,
    'error',
    'rows are logged whole',
    'with a minimal image columns that did not change come empty',
    assessment,
  ),
  retention: define(
    'binlog-retention',
    changes,
    'warning',
    'the binary log stays long enough',
    'a task that is down for longer than the log is kept cannot go on and must load everything again (C3); RDS removes it at once unless told otherwise',
    assessment,
  ),
  positionKept: define(
    'position-kept',
    changes,
    'error',
    'the binary log that the task will read is there',
    'a stopped task goes on from where it was, a first start begins where the job says: without that binary log it fails or misses changes (C3)',
  ),
  compression: define(
    'binlog-compression',
    changes,
    'error',
    'transactions are logged uncompressed',
    'DMS does not read compressed transactions',
    assessment,
  ),
  replicaUpdates: define(
    'log-replica-updates',
    changes,
    'warning',
    'a replica logs what it is told',
    'without log_slave_updates the log of a replica lacks the changes that come from its primary',
  ),
  auroraReader: define(
    'aurora-reader',
    changes,
    'error',
    'the endpoint of Aurora is the writer',
    'DMS loads from a reader of Aurora MySQL, but follows changes from the writer only',
  ),
  versioned: define(
    'system-versioned-tables',
    all,
    'warning',
    'no table is system-versioned',
    'DMS does not support the system-versioned tables of MariaDB',
  ),
  gtid: define(
    'gtid',
    changes,
    'note',
    'changes are found by file and position',
    'DMS does not use GTIDs: after a fail-over to another server a task cannot find its place by itself',
  ),
  replicationPrivilege: define(
    'replication-privilege',
    changes,
    'error',
    'the login may read changes',
    'reading the binary log wants REPLICATION SLAVE and REPLICATION CLIENT, which MariaDB calls BINLOG MONITOR from 10.5.2 on',
    assessment,
  ),
  select: define(
    'select-privilege',
    all,
    'error',
    'the login may read each table',
    'a table that the login may not read is left out, or fails in the middle of a load',
    assessment,
  ),
  engine: define(
    'storage-engine',
    all,
    'warning',
    'tables are transactional',
    'a load of a table that is not InnoDB is no picture of one moment, and changes may be missed or come twice',
    assessment,
  ),
  generated: define(
    'generated-columns',
    changes,
    'note',
    'columns hold what they show',
    'virtual generated columns are computed when read; a binary log may not hold them',
  ),
  invisible: define(
    'invisible-columns',
    changes,
    'warning',
    'columns are visible',
    'DMS does not follow changes of tables with generated invisible primary keys, and select * does not see invisible columns',
    azure,
  ),
  nameCase: define(
    'name-case',
    changes,
    'error',
    'the server tells upper from lower case as its files do',
    'changes of tables with upper and lower case in their names are not captured where file names know no case',
  ),
} as const;
