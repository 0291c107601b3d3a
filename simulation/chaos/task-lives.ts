import type { TaskLife, TaskWork } from '../invariants/observation';
import type { TaskChange } from '../world/world';

interface Life extends Omit<TaskLife, 'work'> {
  status: string;
  deletedAt?: number;
  readonly work: TaskWork[];
}

/** Lives of all tasks, from the changes that DMS made. */
export function taskLives(changes: readonly TaskChange[]): readonly TaskLife[] {
  const lives = new Map<string, Life>();
  for (const { at, event, task } of changes) {
    const { arn, identifier, status, stopReason, tags, tables, targetArn, folder = targetArn } = task;
    const life: Life = lives.get(arn) ?? { arn, identifier, folder, tags, createdAt: at, status, work: [] };
    lives.set(arn, life);
    life.status = status;
    if (event === 'DELETED') life.deletedAt = at;
    if (event === 'STARTED') life.work.push({ startedAt: at, status, tables: [] });
    if (event !== 'STOPPED' && event !== 'FAILED') continue;
    const startedAt = life.work.pop()?.startedAt ?? at;
    const truth = tables.map(({ schema, table, state, rows }) => ({
      table: `${schema}.${table}`,
      state,
      rows,
    }));
    life.work.push({ startedAt, endedAt: at, status, stopReason, tables: truth });
  }
  return [...lives.values()];
}
