import type { CheckDefinition } from '../catalogue/check-definition';
import { all, changes, defineFor } from '../catalogue/define-checks';

const guide = 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.SQLServer.html';
const cdcGuide = 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.SQLServer.CDC.html';

const define = defineFor('sqlserver', guide);

export const sqlServerCatalogue = {
  edition: define(
    'edition',
    all,
    'error',
    'the edition goes with the mode',
    'DMS does not work with Express Edition, only loads from Web Edition, and follows no changes of Azure SQL Database',
  ),
  advice: define(
    'way-of-capture',
    all,
    'note',
    'which way of capturing changes fits this server',
    'MS-CDC needs Enterprise or Developer Edition, or Standard from 2016 SP1; MS-Replication needs primary keys, a distributor and ' +
      'sysadmin; a reporting server has neither and is loaded once a day, after its refresh',
    cdcGuide,
  ),
  recoveryModel: define(
    'recovery-model',
    changes,
    'error',
    'the recovery model keeps the transaction log',
    'DMS reads changes from the transaction log; in the simple recovery model it is cut at every checkpoint',
    cdcGuide,
  ),
  fullBackup: define(
    'full-backup',
    changes,
    'error',
    'a full backup has begun the chain of log backups',
    'until the first full backup the log is cut as in the simple recovery model',
    cdcGuide,
  ),
  cdcDatabase: define(
    'capture-database',
    changes,
    'error',
    'the database captures changes in some way',
    'without MS-CDC or MS-Replication updates are not in the log in full',
    cdcGuide,
  ),
  cdcTable: define(
    'capture-table',
    changes,
    'error',
    'each table is captured',
    'a table with a key needs MS-CDC or an article of MS-Replication; one without a key needs MS-CDC',
    cdcGuide,
  ),
  agent: define(
    'agent',
    changes,
    'error',
    'SQL Server Agent runs',
    'the capture job of MS-CDC and the log reader of MS-Replication are jobs of the agent',
    cdcGuide,
  ),
  positionKept: define(
    'position-kept',
    changes,
    'error',
    'the log that the task will read is there',
    'a stopped task goes on from where it was, a first start begins where the job says: what is neither in the log nor in its backups is lost to it (C3)',
    cdcGuide,
  ),
  logRetention: define(
    'log-retention',
    changes,
    'warning',
    'changes stay in the transaction log as long as nobody may read them',
    'the capture job frees the log as it reads it; what DMS has not read by then is only in log backups',
    cdcGuide,
  ),
  logReuse: define(
    'log-reuse',
    changes,
    'note',
    'what the transaction log waits for',
    'a log that cannot be cut grows until the disk is full',
    'https://learn.microsoft.com/sql/relational-databases/logs/the-transaction-log-sql-server',
  ),
  privileges: define(
    'privileges',
    all,
    'error',
    'the login may do what the mode needs',
    'DMS reads the catalogue and, for changes, the transaction log',
  ),
  tablePrivileges: define(
    'table-privileges',
    all,
    'error',
    'the login may read every table of the job',
    'DMS leaves out a table that its login may not read, and the task can still end well',
  ),
  specialTables: define(
    'special-tables',
    all,
    'warning',
    'every table is of a kind that DMS reads whole',
    'DMS captures no changes of memory-optimized, temporal, columnstore, FileTable or external tables',
  ),
  specialColumns: define(
    'special-columns',
    all,
    'warning',
    'every column is of a kind that DMS reads',
    'computed columns come as NULL with changes; tables with sparse columns are not captured; encrypted columns stay encrypted',
  ),
  databaseOptions: define(
    'database-options',
    changes,
    'warning',
    'no option of the database hides changes',
    'accelerated database recovery and delayed durability change what the log holds and when',
  ),
} as const satisfies Readonly<Record<string, CheckDefinition>>;
