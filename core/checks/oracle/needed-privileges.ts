import type { QueryResults } from '../query/query';
import type { CheckRequest } from '../request/check-request';
import { majorVersionOf, usesLogMiner } from './oracle-source';

/** Objects of SYS and system privileges that DMS needs. Source: DMS guide, CHAP_Source.Oracle. */
export interface NeededPrivileges {
  readonly objects: readonly string[];
  readonly system: readonly string[];
}

const dictionaryViews = [
  'V_$DATABASE',
  'V_$THREAD',
  'V_$PARAMETER',
  'V_$NLS_PARAMETERS',
  'V_$TIMEZONE_NAMES',
] as const;
const captureViews = [
  'V_$ARCHIVED_LOG',
  'V_$LOG',
  'V_$LOGFILE',
  'V_$TRANSACTION',
  'V_$CONTAINERS',
  'DBA_REGISTRY',
  'DBA_TABLESPACES',
  'OBJ$',
] as const;
const logMinerObjects = ['V_$LOGMNR_LOGS', 'V_$LOGMNR_CONTENTS', 'DBMS_LOGMNR'] as const;
const binaryReaderObjects = [
  'V_$TRANSPORTABLE_PLATFORM',
  'DBA_DIRECTORIES',
  'DBMS_FILE_TRANSFER',
  'DBMS_FILE_GROUP',
] as const;

/** All objects whose visibility is queried. */
export const neededObjects: readonly string[] = [
  ...dictionaryViews,
  ...captureViews,
  ...logMinerObjects,
  ...binaryReaderObjects,
];

/** Privileges of every mode. */
export const neededByDictionary: NeededPrivileges = { objects: dictionaryViews, system: ['CREATE SESSION'] };

/** Privileges for capturing changes. Containers, and the privilege to mine, came with Oracle 12. */
export function neededByCapture(request: CheckRequest, results: QueryResults): NeededPrivileges {
  const isOld = majorVersionOf(results) < 12;
  const views = captureViews.filter((view) => !isOld || view !== 'V_$CONTAINERS');
  return usesLogMiner(request)
    ? {
        objects: [...views, ...logMinerObjects],
        system: ['SELECT ANY TRANSACTION', ...(isOld ? [] : ['LOGMINING'])],
      }
    : {
        objects: [...views, ...binaryReaderObjects],
        system: ['SELECT ANY TRANSACTION', 'CREATE ANY DIRECTORY'],
      };
}
