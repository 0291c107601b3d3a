import type { Job } from '../config/schema/job-schema';
import type { JsonObject } from '../json';
import type { Mode } from '../model/mode';
import { merge, taskSettings } from './task-settings';

/**
 * Task settings of a job whose target is a database: those for the lake, where S3 is not the reason for them.
 * Source of each: DMS guide, CHAP_Tasks.CustomizingTasks.TaskSettings and CHAP_Target.PostgreSQL.
 */
export function databaseTaskSettings(mode: Mode, prepare: Job['prepare'], own: JsonObject): JsonObject {
  const lobs = own['TargetMetadata'];
  const full =
    typeof lobs === 'object' && lobs !== null && 'FullLobMode' in lobs && lobs.FullLobMode === true;
  const differences: JsonObject = {
    TargetMetadata: {
      LimitedSizeLobMode: !full,
      // DMS keeps in the target, in awsdms_txn_state, how far it is: a restart repeats no more than it must.
      TaskRecoveryTableEnabled: mode !== 'full-load',
    },
    FullLoadSettings: { TargetTablePrepMode: prepModes[prepare ?? usual[mode]] },
    ChangeProcessingDdlHandlingPolicy: {
      // A table of the target is to be what its source is; but a DROP in the source takes nothing away from readers.
      HandleSourceTableTruncated: true,
    },
    ErrorBehavior: {
      // Changes may come twice after a restart: a row that is there already becomes what the change says, one that is gone
      // stays gone. An update of a row that is missing is written down in awsdms_apply_exceptions.
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
 * A table that is loaded each day keeps its grants, indexes and views: DROP fails on a table that a view needs, as DMS says no
 * CASCADE. The one load before changes makes the table as the source has it; changes alone come to a table that is there.
 */
const usual = {
  'full-load': 'truncate',
  'full-load-and-cdc': 'drop-and-create',
  cdc: 'nothing',
} as const satisfies Record<Mode, keyof typeof prepModes>;
