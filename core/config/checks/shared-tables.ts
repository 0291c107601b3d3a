import type { Problem } from '../reading/problem';
import type { Checked } from '../reading/read-files';
import type { Connections } from '../schema/connections-schema';
import type { Department } from '../schema/department-schema';
import { targetTables } from './target-checks';

/** Jobs that write one table of a database would overwrite each other. In the lake each job has its own folder. */
export function sharedTables(
  departments: readonly Checked<Department>[],
  { sources, targets }: Connections,
): Problem[] {
  const writers = new Map<string, string>();
  return departments.flatMap(({ place, data }) =>
    data.jobs.flatMap((job, index) => {
      const targetName = job.target ?? data.target;
      const target = targets[targetName];
      if (target === undefined || target.engine === 's3') return [];
      const own = `${data.department}/${job.name}`;
      return targetTables(job, sources[job.source ?? data.source]?.engine).flatMap(
        ({ targetSchema, targetTable }) => {
          const key = JSON.stringify([target.secret, target.database, targetSchema, targetTable]);
          const other = writers.get(key);
          if (other === undefined || other === own) {
            writers.set(key, own);
            return [];
          }
          return place([
            {
              path: ['jobs', index, 'tables'],
              message: `"${targetSchema}.${targetTable}" in ${targetName} is also written by ${other}: each would overwrite the other`,
              hint: 'remove it from one of them, or set another target-schema',
            },
          ]);
        },
      );
    }),
  );
}
