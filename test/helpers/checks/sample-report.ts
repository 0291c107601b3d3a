import type { CheckReport } from '../../../core/checks/report/check-report';

/** Report of a source check that found nothing. */
export function sampleReport(over: Partial<CheckReport> = {}): CheckReport {
  return {
    connection: 'sales-db',
    engine: 'postgres',
    checkedAt: '2026-03-01T10:00:00.000Z',
    milliseconds: 1,
    queries: 1,
    findings: [],
    passed: [],
    skipped: [],
    tables: [],
    ...over,
  };
}
