import * as z from 'zod/mini';
import { sourceEngines } from '../../model/source-engine';
import { sslModes } from '../../model/ssl-mode';

/** Source of a CDC run. Its secret is read by name when it is needed. */
export const SourceOfRun = z.object({
  /** Name of the connection. Absent in items of earlier versions. */
  name: z.optional(z.string()),
  engine: z.enum(sourceEngines),
  /** Absent: Lakeferry does not connect to it. */
  secretName: z.optional(z.string()),
  databaseName: z.string(),
  sslMode: z.enum(sslModes),
  thick: z.optional(z.literal(true)),
  /** Extra connection attributes of its endpoint. Absent in items of earlier versions. */
  connectionAttributes: z.optional(z.string()),
});
export type SourceOfRun = z.infer<typeof SourceOfRun>;
