import * as z from 'zod/mini';
import type { CheckFinding, CheckReport, Severity } from './check-report';

/** What a check came to, narrow enough for the run's own item. */
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
  /** Why Lakeferry’s own connection failed. */
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
    ...(unreachable === undefined ? {} : { unreachable: unreachable.slice(0, 1000) }),
  };
}

/** What a run that is blocked ends with: each finding that blocks, with what mends it, as many as a message holds. */
export function whyBlocked(report: CheckReport): string | undefined {
  const blocking = report.findings.filter(({ severity }) => severity === 'error');
  if (blocking.length === 0) return undefined;
  const lines: string[] = [];
  let length = 0;
  for (const finding of blocking) {
    const line = inOneLine(finding);
    length += line.length;
    if (lines.length > 0 && length > 1500) break;
    lines.push(line);
  }
  const more = blocking.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more, which lakeferry show lists`] : [])].join('; ');
}

/** `sales.orders.note: too long (config: LobMaxSize: 128)`. */
export function inOneLine({ schema, table, column, found, fix }: CheckFinding): string {
  const where = [schema, table, column].filter((part) => part !== undefined).join('.');
  return `${where === '' ? '' : `${where}: `}${found}${fix === undefined ? '' : ` (fix by ${fix.kind}: ${fix.text})`}`;
}
