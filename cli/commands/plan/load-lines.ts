import type { DepartmentPlan } from '../../../core/planning/plan';
import { roomOf, table } from '../../output/table';
import type { Shell } from '../../shell';

/** One line per load; no lines where no department has one. */
export function loadLines(shell: Shell, departments: readonly DepartmentPlan[]): readonly string[] {
  const rows = departments
    .flatMap(({ loads = [] }) => loads)
    .map((load) => [
      load.identity.key,
      load.mode,
      `${load.table.schema}.${load.table.name}`,
      load.target.connection,
    ]);
  if (rows.length === 0) return [];
  const columns = [
    { title: 'LOAD', shrinks: true },
    { title: 'MODE' },
    { title: 'TABLE', shrinks: true },
    { title: 'TARGET' },
  ] as const;
  return ['', table(columns, rows, roomOf(shell))];
}
