import * as z from 'zod/mini';

const Element = z.object({
  name: z.string(),
  type: z.optional(z.string()),
  converted_type: z.optional(z.string()),
  logical_type: z.optional(z.object({ type: z.string() })),
  precision: z.optional(z.number()),
  scale: z.optional(z.number()),
});

/** What is known of a file of staging. */
export const FileFacts = z.object({
  /** By its footer. */
  rows: z.optional(z.number()),
  schema: z.optional(z.array(Element)),
  header: z.optional(z.array(z.string())),
  /** ETag of its copy in the lake, once it is there. */
  copied: z.optional(z.string()),
});
export type FileFacts = z.infer<typeof FileFacts>;

/**
 * A publish that is under way: what it has found out, for when it is called again, and its folders in the lake, for whoever clears
 * them away should it never be.
 */
export const PublishProgress = z.object({
  run: z.string(),
  folders: z.array(z.string()),
  /** By key in staging. */
  files: z.record(z.string(), FileFacts),
});
export type PublishProgress = z.infer<typeof PublishProgress>;

/** Undefined for a text that is none: what it knew is found out anew. */
export function readPublishProgress(text: string): PublishProgress | undefined {
  try {
    const parsed = PublishProgress.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
