import type { Department } from '../../core/config/schema/department-schema';

export const commands = [
  'run',
  'retry',
  'cancel',
  'pause',
  'unpause',
  'stop',
  'start',
  'resume',
  'rollback',
] as const;
export type CommandName = (typeof commands)[number];

/** Command that a person gives for a job, at `at` seconds after the start of the scenario. */
export interface Command {
  readonly at: number;
  readonly command: CommandName;
  /** `department/job`. */
  readonly job: string;
}

/** Deployment of a department with other contents. */
export interface Deployment {
  readonly at: number;
  readonly deploy: Department;
  /** Change in words, for the log. */
  readonly change: string;
  /** True: another resource of the stack is refused, so the deployment is rolled back. */
  readonly isRefused?: boolean;
}

export type Act = Command | Deployment;
