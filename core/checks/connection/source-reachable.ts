import { modes } from '../../model/mode';
import { sourceEngines } from '../../model/source-engine';
import type { CheckDefinition } from '../catalogue/check-definition';
import type { CheckFinding } from '../report/check-report';

/**
 * Lakeferry's own way to the source. It warns only: DMS connects by a road of its own, from its replication instance, and tests
 * that before the task is made.
 */
export const reachable: CheckDefinition = {
  id: 'source-reachable',
  engines: sourceEngines,
  modes,
  severity: 'warning',
  title: 'Lakeferry reaches the source',
  why: 'what cannot be looked at is found out by the load; DMS takes another road and tests it itself, so the run goes on',
  source: 'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Task.AssessmentReport.html',
};

export function unreachableFinding(found: string): CheckFinding {
  const { id, severity, why, source } = reachable;
  return { check: id, severity, found, why, source };
}
