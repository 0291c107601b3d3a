import * as z from 'zod/mini';
import { modes } from '../../model/mode';
import { sourceEngines } from '../../model/source-engine';
import { sslModes } from '../../model/ssl-mode';
import { TableShape } from '../../tables/table-shape';

const Engine = z.enum(sourceEngines);
const Names = z.strictObject({ schema: z.string(), table: z.string() });

const Rule = z.looseObject({
  'rule-type': z.enum(['selection', 'transformation', 'table-settings', 'post-processing']),
  'object-locator': z.optional(z.looseObject({ 'schema-name': z.string() })),
});

/** Request that `lakeferry doctor` sends to the deployed check-source. */
export const CheckRequestShape = z.strictObject({
  job: z.optional(z.string()),
  engine: Engine,
  mode: z.enum(modes),
  databaseName: z.string(),
  dmsVersion: z.optional(z.string()),
  connectionAttributes: z.optional(z.string()),
  tables: z.array(
    z.extend(Names, {
      written: z.optional(Names),
      isSplit: z.optional(z.boolean()),
      isView: z.optional(z.boolean()),
      columns: z.array(
        z.strictObject({
          name: z.string(),
          usedIn: z.enum(['where', 'exclude-columns', 'rules', 'parallel']),
        }),
      ),
    }),
  ),
  patterns: z.array(Names),
  partitions: z.optional(z.array(z.extend(Names, { parent: Names }))),
  excludes: z.array(Names),
  target: z.enum(['s3', 'postgres']),
  format: z.optional(z.enum(['csv', 'parquet'])),
  renames: z.optional(z.array(Rule)),
  columns: z.optional(
    z.strictObject({ rules: z.array(Rule), added: z.array(z.string()), lowerCase: z.boolean() }),
  ),
  lake: z.optional(z.strictObject({ lowerCase: z.boolean(), layout: z.optional(z.string()) })),
  ignoresTruncate: z.optional(z.literal(true)),
  lob: z.strictObject({
    mode: z.enum(['none', 'full', 'limited', 'inline']),
    maxBytes: z.optional(z.number()),
  }),
  startFrom: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('now') }),
    z.strictObject({ kind: z.literal('time'), time: z.string() }),
    z.strictObject({ kind: z.literal('position'), position: z.string() }),
    z.strictObject({ kind: z.literal('checkpoint') }),
  ]),
  longestGapSeconds: z.optional(z.number()),
  drift: z.enum(['ignore', 'warn', 'block']),
  lastShapes: z.array(TableShape),
  now: z.iso.datetime(),
});

/** Connection in an event: it contains names, but no login. */
export const SourceConnectionShape = z.strictObject({
  name: z.string(),
  engine: Engine,
  secretName: z.optional(z.string().check(z.minLength(1))),
  databaseName: z.string().check(z.minLength(1)),
  sslMode: z.enum(sslModes),
  thick: z.optional(z.literal(true)),
  connectionAttributes: z.optional(z.string()),
});
