import type { CheckDefinition } from '../catalogue/check-definition';
import { all, changes, defineFor } from '../catalogue/define-checks';

const guide = 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.Oracle.html';

const define = defineFor('oracle', guide);

export const oracleCatalogue = {
  edition: define(
    'edition',
    changes,
    'error',
    'the edition lets DMS follow changes',
    'DMS follows no changes of Express Edition from 18c on, and does not work with Autonomous Database',
  ),
  archiveLog: define(
    'archivelog',
    changes,
    'error',
    'the database keeps its redo logs as archived logs',
    'DMS reads changes from archived redo logs; in NOARCHIVELOG mode they are overwritten',
  ),
  archiveLogRetention: define(
    'archivelog-retention',
    changes,
    'warning',
    'archived logs stay as long as nobody may read them',
    'a task that is down longer than the logs are kept cannot go on and must load everything again',
  ),
  supplementalDatabase: define(
    'supplemental-logging-database',
    changes,
    'error',
    'minimal supplemental logging is on for the database',
    'without it the redo logs do not say which rows changed',
  ),
  supplementalTable: define(
    'supplemental-logging-table',
    changes,
    'error',
    'each table logs the columns that DMS needs',
    'without the key in the redo log an update or delete cannot be told to its row; to S3 a change is a whole row, so all columns ' +
      'must be logged',
  ),
  container: define(
    'container',
    changes,
    'error',
    'the way of reading the logs goes with the container',
    'LogMiner does not work in a pluggable database, and CDB$ROOT is no source: a PDB is read by the Binary Reader',
  ),
  standby: define(
    'standby',
    changes,
    'warning',
    'the logs of a standby are read by the Binary Reader',
    'on a physical standby LogMiner does not work; the Binary Reader does, with the archive destination said',
  ),
  compatible: define(
    'compatible',
    all,
    'note',
    'what the database is compatible with',
    'below 12.2 names have at most 30 bytes; the value limits which features the redo log may hold',
    'https://docs.oracle.com/en/database/oracle/oracle-database/19/refrn/COMPATIBLE.html',
  ),
  characterSet: define(
    'character-set',
    all,
    'note',
    'the database character set',
    'DMS writes UTF-8: text of another character set grows on its way, and a length in bytes is no length in characters',
  ),
  longNames: define(
    'names-30-bytes',
    changes,
    'error',
    'no name is longer than 30 bytes',
    'the load works with longer names of schemas, tables and columns, but the changes of such tables are left out without an error',
  ),
  positionKept: define(
    'position-kept',
    changes,
    'error',
    'the archived logs that the task will read are there',
    'a stopped task goes on from where it was, a first start begins where the job says: without the logs of that time it fails or misses changes (C3)',
  ),
  startPosition: define(
    'start-position',
    changes,
    'note',
    'the current SCN, as a position to start from',
    'a task may begin at a position; transactions that are open there are missed unless OpenTransactionWindow is set',
  ),
  dictionaryPrivileges: define(
    'dictionary-privileges',
    all,
    'error',
    'the login may read the dictionary as DMS does',
    'DMS lists tables, keys and log groups from these views before it loads',
  ),
  tablePrivileges: define(
    'table-privileges',
    all,
    'error',
    'the login may read every table of the job',
    'DMS leaves out a table that its login may not read, and the task can still end well',
  ),
  capturePrivileges: define(
    'capture-privileges',
    changes,
    'error',
    'the login may read the redo logs',
    'DMS reads transactions and logs through these objects',
  ),
  idleTime: define(
    'idle-time',
    all,
    'warning',
    'the login is not disconnected while it waits',
    'the profile ends sessions that are idle, and DMS’s connections wait between batches',
  ),
  leftOutColumns: define(
    'left-out-columns',
    all,
    'warning',
    'no column is left out',
    'virtual and invisible columns are not captured, and columns of user-defined types (objects, VARRAY) arrive as NULL',
  ),
  lobKey: define(
    'lob-without-key',
    changes,
    'warning',
    'tables with LOBs have a primary key',
    'DMS follows changes of LOB columns only in tables with a primary key; in others the column stays empty',
  ),
  specialTables: define(
    'special-tables',
    all,
    'warning',
    'every table is of a kind that DMS reads whole',
    'global temporary tables hold nothing for another session; overflow segments of index-organized tables are not captured',
  ),
  encryptedColumns: define(
    'encrypted-columns',
    changes,
    'warning',
    'encrypted columns can be read from the logs',
    'values of columns under transparent data encryption stand encrypted in the redo log: the endpoint needs the key',
  ),
} as const satisfies Readonly<Record<string, CheckDefinition>>;
