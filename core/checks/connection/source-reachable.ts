import { defineShared } from '../catalogue/define-checks';
import type { CheckFinding } from '../report/check-report';
import { finding } from '../report/finding';

/**
 * Lakeferry's own connection to the source. It is only a warning: DMS connects from its replication
 * instance, and tests that connection before the task is created.
 */
export const sourceReachable = defineShared('source-reachable', {
  modes: 'all',
  severity: 'warning',
  title: 'Lakeferry can connect to the source',
  why: 'without a connection, only the load itself shows problems of the source. The run continues, because DMS tests its own connection',
  page: 'CHAP_Task.AssessmentReport.html',
});

export function unreachableFinding(found: string): CheckFinding {
  return finding(sourceReachable, found);
}
