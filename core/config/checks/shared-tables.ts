import type { Problem } from '../reading/problem';
import type { Checked } from '../reading/read-files';
import type { Connections } from '../schema/connections-schema';
import type { Department } from '../schema/department-schema';
import { targetTables } from './target-checks';

/** Two jobs that write one table of a database would overwrite each other (L11); in the lake every job has a folder of its own. */
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
      const me = `${data.department}/${job.name}`;
      return targetTables(job, sources[job.source ?? data.source]?.engine).flatMap(
        ({ targetSchema, targetTable }) => {
          const key = JSON.stringify([target.secret, target.database, targetSchema, targetTable]);
          const other = writers.get(key);
          if (other === undefined || other === me) {
            writers.set(key, me);
            return [];
          }
          return place([
            {
              path: ['jobs', index, 'tables'],
              message: `"${targetSchema}.${targetTable}" of ${targetName} is written by ${other} too: one would overwrite the other`,
              hint: 'take it out of one of the two, or say another target-schema',
            },
          ]);
        },
      );
    }),
  );
}
