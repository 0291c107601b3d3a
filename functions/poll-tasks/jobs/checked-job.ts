import type { History } from '../../../aws/history/history';
import type { JobPlan } from '../../../core/planning/job-plan';
import type { Expectation } from '../../../core/runs/job/expected-runs';
import type { JobState } from '../../../core/runs/job/job-state';
import type { RunInput } from '../../../core/runs/record/run-input';

/** Deployed department: its jobs, the address of its plan, and the time of its last deployment. */
export interface DeployedPlan {
  readonly address: RunInput['plan'];
  readonly deployedAt?: string | undefined;
  readonly jobs: readonly JobPlan[];
}

export interface JobPorts {
  readonly history: Pick<History, 'jobStates' | 'existingRuns' | 'enqueue' | 'openRun' | 'changeJobState'>;
  readonly retentionDays: number;
}

export interface CheckedJob {
  readonly job: JobPlan;
  readonly address: RunInput['plan'];
  readonly state: Partial<JobState>;
  readonly expectation: Expectation;
}
