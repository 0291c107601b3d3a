import type { Finding, Problem } from '../reading/problem';
import type { Checked } from '../reading/read-files';
import { lakePrefix, publishOf } from '../schema/defaults';
import type { Department } from '../schema/department-schema';

/**
 * Lake folders that are the same, or within each other. Jobs of all departments share the lake bucket
 * (docs/pitfalls.md#prefixes-that-recurse).
 */
export function checkLakePrefixes(departments: readonly Checked<Department>[]): Problem[] {
  const taken: { readonly prefix: string; readonly job: string }[] = [];
  return departments.flatMap(({ place, data }) =>
    place(
      data.jobs.flatMap((job, index): Finding[] => {
        if (publishOf(job) === 'none') return [];
        const prefix = lakePrefix(data, job);
        const key = `${data.department}/${job.name}`;
        const other = taken.find(
          (one) =>
            one.job !== key &&
            (`${one.prefix}/`.startsWith(`${prefix}/`) || `${prefix}/`.startsWith(`${one.prefix}/`)),
        );
        taken.push({ prefix, job: key });
        if (other === undefined) return [];
        return [
          {
            path: ['jobs', index, ...(job.lake?.prefix === undefined ? ['name'] : ['lake', 'prefix'])],
            value: prefix,
            message: `"${prefix}" overlaps with ${other.prefix}, the lake folder of ${other.job}: their files would be mixed`,
            hint: 'set another lake: {prefix: ...} for one of them',
          },
        ];
      }),
    ),
  );
}
