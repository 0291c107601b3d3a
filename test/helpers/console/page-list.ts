import type { ReplicatingWorld } from './replicating-world';

/** One page of the console, as browser tests open it and `npm run docs:screenshots` draws it. */
export interface ListedPage {
  /** File name of its screenshot. */
  readonly name: string;
  readonly hash: string;
  /** Heading that says that the page is there. */
  readonly heading: string;
}

/** All pages: a new one is added here. */
export function listedPages(
  world: Pick<ReplicatingWorld, 'failedRun' | 'openRun' | 'late'>,
): readonly ListedPage[] {
  return [
    { name: 'today', hash: '#/', heading: 'Problems' },
    { name: 'run-failed', hash: `#/runs/${world.failedRun}`, heading: 'Path' },
    { name: 'run-open', hash: `#/runs/${world.openRun}`, heading: 'Path' },
    { name: 'tables', hash: '#/jobs/sales/orders-daily/tables', heading: 'Tables' },
    {
      name: 'table',
      hash: '#/jobs/sales/orders-daily/table?schema=sales&table=orders',
      heading: 'Snapshots of the job',
    },
    { name: 'loads', hash: '#/loads', heading: 'Inboxes' },
    { name: 'load', hash: '#/loads/sales/prices', heading: 'Waiting files' },
    { name: 'replications', hash: '#/replications', heading: 'CDC jobs' },
    { name: 'replication', hash: `#/replications/${world.late}`, heading: 'Suspended tables' },
    { name: 'night', hash: '#/night', heading: 'Timeline' },
    { name: 'calendar', hash: '#/calendar', heading: 'Calendar' },
    { name: 'plan', hash: '#/plan', heading: 'A deployment changes' },
    { name: 'plan-job', hash: '#/plan/sales/customers', heading: 'Table mappings' },
  ];
}
