import * as z from 'zod/mini';
import type { Manifest } from './manifest';

/** Summary of a manifest, which is small where a manifest of thousands of tables has megabytes. */
export const ManifestSummary = z.object({
  snapshot: z.string(),
  run: z.string(),
  openedAt: z.string(),
  /** Earlier snapshots whose files it names. */
  carries: z.array(z.string()),
  tables: z.int(),
  rows: z.number(),
  files: z.int(),
  bytes: z.number(),
});
export type ManifestSummary = z.infer<typeof ManifestSummary>;

/** Summaries by snapshot. One holds for the state of the manifest that it names. */
const Summaries = z.object({
  version: z.literal(1),
  manifests: z.record(z.string(), z.extend(ManifestSummary, { eTag: z.string() })),
});
export type Summaries = z.infer<typeof Summaries>['manifests'];

export function summaryOf({ snapshot, run, openedAt, tables }: Manifest): ManifestSummary {
  const files = tables.flatMap((table) => table.files);
  return {
    snapshot,
    run,
    openedAt,
    carries: [...new Set(tables.map((table) => table.snapshot).filter((own) => own !== snapshot))],
    tables: tables.length,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    files: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
  };
}

export function summariesText(manifests: Summaries): string {
  return JSON.stringify({ version: 1, manifests });
}

/** Parses summaries. Empty for any other text: then the manifests are read. */
export function readSummaries(text: string): Summaries {
  try {
    const parsed = Summaries.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.manifests : {};
  } catch {
    return {};
  }
}
