import type { History } from '../../../aws/history/history';
import type { TableShape } from '../../../core/tables/table-shape';

/** Keeps shapes as a source check of a run keeps them, with a report that found nothing. */
export function keepShapes(
  history: Pick<History, 'keepCheckReport'>,
  jobKey: string,
  seenAt: Date,
  run: string,
  shapes: readonly TableShape[],
): Promise<void> {
  const report = {
    connection: 'source',
    engine: 'postgres' as const,
    checkedAt: seenAt.toISOString(),
    milliseconds: 1,
    queries: 1,
    findings: [],
    passed: [],
    skipped: [],
    tables: [],
  };
  return history.keepCheckReport({ run, expiresAt: 4_000_000_000 }, report, { jobKey, seenAt, shapes });
}
