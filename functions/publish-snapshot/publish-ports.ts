import type { History } from '../../aws/history/history';
import type { Catalogue } from '../../aws/lake/catalogue';
import type { LakeDocuments } from '../../aws/lake/documents';
import type { LakeObjects } from '../../aws/lake/objects';
import type { Plans } from '../../aws/plans';
import type { Log } from '../../core/monitoring/log';
import type { JobPlan } from '../../core/planning/job-plan';
import type { PublishingPlan } from '../../core/planning/publishing-plan';
import type { RunRecord } from '../../core/runs/record/run-record';

export interface PublishPorts {
  readonly history: History;
  readonly plans: Plans;
  readonly objects: LakeObjects;
  readonly documents: LakeDocuments;
  readonly catalogue: Catalogue;
  readonly stagingBucket: string;
  readonly lakeBucket: string;
  readonly log: Log;
  /** Starts the clock of an invocation. */
  readonly startClock: () => IsLate;
  /** Present time. An invocation may work for minutes. */
  readonly time: () => Date;
}

/** Returns true when the invocation has to end. */
export type IsLate = () => boolean;

export interface PublishRequest<Kind extends PublishingPlan['kind']> {
  readonly record: RunRecord;
  readonly job: JobPlan;
  readonly publishing: Extract<PublishingPlan, { readonly kind: Kind }>;
}
