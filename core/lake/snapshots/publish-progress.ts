import * as z from 'zod/mini';

const Element = z.object({
  name: z.string(),
  type: z.optional(z.string()),
  converted_type: z.optional(z.string()),
  logical_type: z.optional(z.object({ type: z.string() })),
  precision: z.optional(z.number()),
  scale: z.optional(z.number()),
});

/** Facts about a file in staging. */
export const FileFacts = z.object({
  /** Rows in its footer, or counted. */
  rows: z.optional(z.number()),
  schema: z.optional(z.array(Element)),
  header: z.optional(z.array(z.string())),
  /** First line of a CSV file without a header. */
  fields: z.optional(z.array(z.string())),
  /** ETag of its copy in the lake. Absent until it is copied. */
  copied: z.optional(z.string()),
});
export type FileFacts = z.infer<typeof FileFacts>;

/**
 * Progress of a publish that is not finished. The next call continues from its facts. If there is none, a later publish deletes
 * its folders.
 */
export const PublishProgress = z.object({
  run: z.string(),
  folders: z.array(z.string()),
  /** Folders of earlier snapshots that its manifest will name: they stay while the run can still publish. */
  carried: z.optional(z.array(z.string())),
  /** By key in staging. */
  files: z.record(z.string(), FileFacts),
});
export type PublishProgress = z.infer<typeof PublishProgress>;

/** Parses a progress. Undefined for any other text: then the publish starts again. */
export function readPublishProgress(text: string): PublishProgress | undefined {
  try {
    const parsed = PublishProgress.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
