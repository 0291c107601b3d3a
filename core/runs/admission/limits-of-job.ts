import type { JobPlan } from '../../planning/job-plan';
import type { Waits } from '../record/in-flight-run';

/** Limits that the runs of a job keep. Further resources are further entries. */
export function limitsOfJob({
  concurrency,
  source,
  replicationInstance: instance,
}: Pick<JobPlan, 'concurrency' | 'source' | 'replicationInstance'>): Waits['limits'] {
  const { source: ofSource, replicationInstance } = concurrency ?? {};
  return [
    ...(ofSource === undefined ? [] : [{ of: 'source' as const, name: `source ${source}`, most: ofSource }]),
    ...(replicationInstance === undefined
      ? []
      : [
          {
            of: 'replicationInstance' as const,
            name: `the replication instance${instance === undefined ? '' : ` ${instance.identifier}`}`,
            most: replicationInstance,
          },
        ]),
  ];
}
