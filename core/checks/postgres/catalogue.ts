import type { Mode } from '../../planning/plan';
import type { CheckDefinition, Severity } from '../check';

const guide = 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html';
const assessment = 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.AssessmentReport.PG.html';
const changes: readonly Mode[] = ['cdc', 'full-load-and-cdc'];
const loads: readonly Mode[] = ['full-load', 'full-load-and-cdc'];
const all: readonly Mode[] = ['full-load', ...changes];

function define(
  id: string,
  modes: readonly Mode[],
  severity: Severity,
  title: string,
  why: string,
  source = guide,
): CheckDefinition {
  return { id: `postgres-${id}`, engines: ['postgres'], modes, severity, title, why, source };
}

export const postgresCatalogue = {
  walLevel: define(
    'wal-level',
    changes,
    'blocks',
    'the log holds logical changes',
    'DMS reads changes by logical decoding, which needs wal_level = logical',
    assessment,
  ),
  slots: define(
    'replication-slots',
    changes,
    'blocks',
    'a replication slot is free',
    'each task that follows changes holds a slot of its own',
    assessment,
  ),
  senders: define(
    'wal-senders',
    changes,
    'blocks',
    'a WAL sender is free',
    'each task that follows changes holds a sender of its own',
    assessment,
  ),
  workers: define(
    'worker-processes',
    changes,
    'warns',
    'RDS has worker processes for all that wants them',
    'logical replication, autovacuum and parallel queries take their workers from max_worker_processes; on RDS the guide wants it to be ' +
      'no less than the sum of the three, else reading the log may stall',
  ),
  senderTimeout: define(
    'wal-sender-timeout',
    changes,
    'blocks',
    'the server waits long enough for DMS',
    'with less than 10 seconds the server cuts DMS off and the task fails',
    assessment,
  ),
  slotLag: define(
    'slot-lag',
    changes,
    'warns',
    'no slot holds back much of the log',
    'a slot that nobody reads keeps the log until the source’s disk is full (C2)',
  ),
  slotKeep: define(
    'slot-wal-keep-size',
    changes,
    'warns',
    'slots may hold back the log that they need',
    'past max_slot_wal_keep_size the server drops log that a stopped task still needs, and it must load everything again (C3)',
    assessment,
  ),
  longTransactions: define(
    'long-transactions',
    changes,
    'warns',
    'no transaction has been open for long',
    'a slot is not made before all open transactions have ended; DMS gives up waiting after ten minutes',
    assessment,
  ),
  idleTimeout: define(
    'idle-transaction-timeout',
    all,
    'warns',
    'the server leaves idle transactions alone',
    'DMS reads a table in one transaction, which idles while it writes; the server ends it and the table fails',
  ),
  replicationRole: define(
    'replication-privilege',
    changes,
    'blocks',
    'the login may read changes',
    'making and reading a slot wants the REPLICATION attribute; on RDS and Aurora membership in rds_replication',
  ),
  ddlCapture: define(
    'ddl-capture',
    changes,
    'informs',
    'changes of tables are captured',
    'DMS learns of changed tables from an event trigger, which only a superuser may make; without it new columns are missed',
  ),
  standby: define(
    'standby',
    changes,
    'blocks',
    'the source is a primary',
    'DMS makes no slots on a replica, and before PostgreSQL 16 a replica has no logical decoding',
  ),
  synchronousCommit: define(
    'synchronous-commit',
    changes,
    'warns',
    'Aurora commits synchronously',
    'without it changes of Aurora may be missed',
  ),
  select: define(
    'select-privilege',
    all,
    'blocks',
    'the login may read each table',
    'a table that the login may not read is left out, or fails in the middle of a load',
  ),
  rowSecurity: define(
    'row-security',
    loads,
    'warns',
    'the login sees all rows',
    'a load holds the rows that row level security lets the login see, while changes hold all',
    'https://www.postgresql.org/docs/current/ddl-rowsecurity.html',
  ),
  replicaIdentity: define(
    'replica-identity',
    changes,
    'blocks',
    'updates and deletes say which row they mean',
    'without a primary key or REPLICA IDENTITY FULL DMS ignores updates and deletes of a table (O5)',
  ),
  unlogged: define(
    'unlogged-tables',
    changes,
    'blocks',
    'changes of each table are in the log',
    'an unlogged table’s changes are never in the log',
    'https://www.postgresql.org/docs/current/sql-createtable.html',
  ),
  generated: define(
    'generated-columns',
    all,
    'warns',
    'columns hold what they show',
    'virtual generated columns are computed when read and never in the log',
    'https://www.postgresql.org/docs/18/logical-replication-gencols.html',
  ),
  arrayKey: define(
    'array-without-key',
    loads,
    'blocks',
    'tables with arrays have a primary key',
    'DMS suspends a table that has an array column and no primary key during the full load',
    assessment,
  ),
  partitions: define(
    'partitioned-tables',
    all,
    'warns',
    'partitions and their parents are not mixed up',
    'changes are logged under the partitions’ names; a load of a parent and of its partitions moves rows twice',
  ),
  longVarchar: define(
    'unbounded-varchar',
    all,
    'blocks',
    'varchar without a length fits',
    'varchar without a length is read as 8,000 bytes unless unboundedVarcharMaxSize says more',
  ),
  coalesceIndex: define(
    'coalesce-index',
    changes,
    'warns',
    'no unique index uses coalesce',
    'DMS does not replicate a table with a unique index made with coalesce',
  ),
} as const;
