import type { DmsParts } from '../dms-parts';
import type { Task } from '../resources';

/** State of a task, for tests and simulations. It costs no request. */
export interface TaskSnapshot {
  readonly arn: string;
  readonly identifier: string;
  readonly status: string;
  readonly stopReason: string | undefined;
  readonly migrationType: string;
  readonly sourceArn: string;
  readonly targetArn: string;
  /** `bucket/folder` that it writes. Undefined for a target of tables. */
  readonly folder: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  /** Latest start, and its end. */
  readonly startedAt: Date | undefined;
  readonly stoppedAt: Date | undefined;
  /** Tables of the latest start, by their names in the source. */
  readonly tables: readonly {
    readonly schema: string;
    readonly table: string;
    readonly state: string;
    readonly rows: number;
  }[];
}

export function taskSnapshot({ resources }: Pick<DmsParts, 'resources'>, task: Task): TaskSnapshot {
  const { arn, identifier, status, stopReason, migrationType, sourceArn, targetArn, createdAt, run } = task;
  const target = resources.endpoints.get(targetArn)?.open;
  return {
    arn,
    identifier,
    status,
    stopReason,
    migrationType,
    sourceArn,
    targetArn,
    folder:
      target?.kind === 'target' && target.to === 'files'
        ? `${target.settings.bucket}/${target.settings.folder}`
        : undefined,
    tags: Object.fromEntries(resources.tags.get(arn) ?? []),
    createdAt,
    startedAt: run?.startedAt,
    stoppedAt: run?.stoppedAt,
    tables: (run?.tables ?? []).map(({ schema, table, state, rows }) => ({ schema, table, state, rows })),
  };
}
