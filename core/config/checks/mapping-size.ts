import { mappingRules } from '../../tables/mapping-rules';
import type { Finding } from '../reading/problem';
import type { Job } from '../schema/job-schema';
import { selectionOf } from '../reading/table-entry';

/**
 * DMS processes table mappings of up to 2 MB
 * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.html).
 * The page does not say whether MB or MiB: the smaller one holds under both.
 */
const mostBytes = 2_000_000;

/** Rule with the boundaries of a table that is loaded in up to 49 segments. The run adds it. */
const bytesPerSplit = 5_000;

export function checkMappingSize(job: Job): Finding[] {
  const selections = job.tables.map(selectionOf).filter((one) => one !== undefined);
  const naming = { schema: job['target-schema'], lowerCase: true };
  const rules = mappingRules(selections, job.rules ?? [], naming);
  const splits = selections.filter(({ parallel }) => parallel !== undefined).length;
  const bytes = new TextEncoder().encode(JSON.stringify({ rules })).length + splits * bytesPerSplit;
  if (bytes <= mostBytes) return [];
  return [
    {
      path: ['tables'],
      value: bytes,
      message: `the table mappings of this job have ${bytes.toLocaleString('en-US')} bytes: DMS allows ${mostBytes.toLocaleString('en-US')}`,
      hint: 'split the tables into several jobs, or select them by patterns such as sales.%',
    },
  ];
}
