import type { Job } from '../config/schema/job-schema';
import type { JsonObject } from '../json';
import type { Mode } from '../model/mode';
import { merge, taskSettings } from './task-settings';

/**
 * Task settings of a job whose target is a database: those of the lake, except where S3 is the reason for them.
 * Source of each: DMS guide, CHAP_Tasks.CustomizingTasks.TaskSettings and CHAP_Target.PostgreSQL.
 */
export function databaseTaskSettings(mode: Mode, prepare: Job['prepare'], own: JsonObject): JsonObject {
  const lobs = own['TargetMetadata'];
  const full =
    typeof lobs === 'object' && lobs !== null && 'FullLobMode' in lobs && lobs.FullLobMode === true;
  const differences: JsonObject = {
    TargetMetadata: {
      LimitedSizeLobMode: !full,
      // DMS stores its position in the target (awsdms_txn_state), so a restart repeats little.
      TaskRecoveryTableEnabled: mode !== 'full-load',
    },
    FullLoadSettings: { TargetTablePrepMode: prepModes[prepare ?? usual[mode]] },
    ChangeProcessingDdlHandlingPolicy: {
      // The target follows its source, but a DROP in the source does not take data away from readers.
      HandleSourceTableTruncated: true,
    },
    ErrorBehavior: {
      // After a restart, changes can arrive twice: an insert of an existing row updates it, and a delete of a missing row does
      // nothing. An update of a missing row is recorded in awsdms_apply_exceptions.
      ApplyErrorInsertPolicy: 'UPDATE_RECORD',
      ApplyErrorUpdatePolicy: 'LOG_ERROR',
      ApplyErrorDeletePolicy: 'IGNORE_RECORD',
    },
  };
  return merge(merge(taskSettings(mode, {}), differences), own);
}

/** DMS's TargetTablePrepMode. */
const prepModes = {
  'drop-and-create': 'DROP_AND_CREATE',
  truncate: 'TRUNCATE_BEFORE_LOAD',
  nothing: 'DO_NOTHING',
} as const;

/**
 * Default per mode. A table that is loaded every day keeps its grants, indexes and views: DMS drops without CASCADE, which fails
 * if a view uses the table. The one load before changes creates the table as in the source. Changes alone need an existing table.
 */
const usual = {
  'full-load': 'truncate',
  'full-load-and-cdc': 'drop-and-create',
  cdc: 'nothing',
} as const satisfies Record<Mode, keyof typeof prepModes>;
