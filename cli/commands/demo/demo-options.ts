import type { DeployedEnvironment } from '../../../application/environments/deployed-environment';
import type { Plan } from '../../../core/planning/plan';
import type { LocalEnvironment, PlanOfFolder } from '../../local-environment/start-local-environment';
import type { Shell } from '../../shell';

export interface DemoOptions {
  readonly plan: Plan;
  readonly planOf: PlanOfFolder;
  /** Absolute. */
  readonly configFolder: string;
  readonly shell: Shell;
  /** Print nothing on stdout. */
  readonly silent: boolean;
  /** Password of the database. Absent: the usual one. */
  readonly databasePassword?: string;
  /** Leave everything running afterwards. */
  readonly keep: boolean;
  /** True: one more run fails, which a person may repair. */
  readonly leavesFailed?: boolean;
}

/** The demo with its local cloud up: what its phases work with. */
export interface RunningDemo extends DemoOptions {
  /** As every command sees it. */
  readonly environment: DeployedEnvironment;
  /** The processes behind it. */
  readonly local: LocalEnvironment;
}
