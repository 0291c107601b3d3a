import type { Mode } from '../../core/model/mode';

/** Request to create a task. Mappings and settings are JSON texts. */
export interface TaskRequest {
  readonly identifier: string;
  /** Last part of the task's ARN. */
  readonly resourceIdentifier: string;
  readonly sourceEndpointArn: string;
  readonly targetEndpointArn: string;
  readonly replicationInstanceArn: string;
  /** DMS's MigrationType. */
  readonly mode: Mode;
  readonly tableMappings: string;
  readonly taskSettings: string;
  readonly tags: Readonly<Record<string, string>>;
  /** DMS's CdcStartPosition: a task on a replication slot that the endpoint names is created with one. */
  readonly startPosition?: string | undefined;
}

export type ModifyTaskRequest = Pick<TaskRequest, 'tableMappings' | 'taskSettings' | 'tags'>;

export function tagList(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
