import type { DeployedEnvironment } from '../../application/environments/deployed-environment';
import type { DiffPorts } from '../../application/environments/diff-deployment';
import type { CalendarPorts } from '../../application/environments/scheduled-jobs';
import type { Lake } from '../../application/lake/lake';
import type { DropStream } from '../../application/loads/drop-upload';
import type { LogPorts } from '../../application/runs/read-logs';
import type { LagHistory } from '../../aws/cloudwatch/lag-history';
import type { Dms } from '../../aws/dms/dms';
import type { LakeDocuments } from '../../aws/lake/documents';
import type { LakeObjects } from '../../aws/lake/objects';
import type { Plans } from '../../aws/plans';
import type { ConfigFile } from '../../core/config/reading/yaml-file';

/** Error in the words of the command line: what is wrong, and what to do. */
export interface ErrorText {
  readonly code: string;
  readonly message: string;
  readonly fix?: string | undefined;
  /** HTTP status. */
  readonly status: 400 | 403 | 404 | 409 | 500 | 502;
}

/** Bucket that files are dropped into. */
export interface InboxPorts {
  readonly objects: Pick<LakeObjects, 'page'>;
  readonly documents: Pick<LakeDocuments, 'range'>;
  readonly drop: DropStream;
}
/** Requests of actions on the task of a CDC job. */
export type TaskDms = Pick<
  Dms,
  'describeTasks' | 'stopTask' | 'deleteTask' | 'tableStatistics' | 'reloadTables'
>;

/** Configuration on disk. */
export interface ConfigurationPort {
  /** As the person named it. */
  readonly folder: string;
  /** Undefined where the folder does not exist. */
  readonly read: () => readonly ConfigFile[] | undefined;
}

/** Everything that the server needs from outside. */
export interface ConsolePorts {
  readonly environment: DeployedEnvironment;
  readonly now: () => Date;
  /** Person in whose name actions run. */
  readonly operator: string;
  /** Name of the cloud for people, such as `AWS, eu-west-1`. */
  readonly cloud: string;
  readonly textOf: (error: unknown) => ErrorText;
  readonly openLogs: () => LogPorts;
  /** Plans of deployed departments. Absent: those in AWS. */
  readonly calendar?: CalendarPorts;
  readonly plans?: Plans;
  readonly inbox: InboxPorts;
  /** Absent: the lake of the environment in AWS. */
  readonly lake?: Lake;
  /** True: rows of the lake are shown to the person who started the console. */
  readonly mayPreview: boolean;
  /** DMS, for actions only: pages show what polls saw. */
  readonly dms?: TaskDms;
  readonly lagHistory?: LagHistory;
  readonly configuration: ConfigurationPort;
  /** Plans that the files are compared with. Absent: those in AWS. */
  readonly diff?: DiffPorts;
  /** Triggers a poll after a cancellation. Absent: as the environment does. */
  readonly triggerPoll?: () => Promise<void>;
}
