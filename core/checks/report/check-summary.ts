import * as z from 'zod/mini';
import { cutText } from '../../cut-text';
import type { CheckReport, Severity } from './check-report';

/** Summary of a report, small enough for the run's own record. */
export const CheckSummary = z.object({
  at: z.iso.datetime(),
  errors: z.int(),
  warnings: z.int(),
  notes: z.int(),
  passed: z.int(),
  skipped: z.int(),
  queries: z.int(),
  milliseconds: z.number(),
  connectMilliseconds: z.optional(z.number()),
  version: z.optional(z.string()),
  /** Reason why Lakeferry's own connection failed. */
  unreachable: z.optional(z.string()),
});
export type CheckSummary = z.infer<typeof CheckSummary>;

export function summaryOf(report: CheckReport, unreachable?: string): CheckSummary {
  const { checkedAt, findings, passed, skipped, queries, milliseconds, connectMilliseconds, version } =
    report;
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  return {
    at: checkedAt,
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    passed: passed.length,
    skipped: skipped.length,
    queries,
    milliseconds,
    ...(connectMilliseconds === undefined ? {} : { connectMilliseconds }),
    ...(version === undefined ? {} : { version }),
    ...(unreachable === undefined ? {} : { unreachable: cutText(unreachable, 1000) }),
  };
}
