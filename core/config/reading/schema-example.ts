import { stringify } from 'yaml';
import { z } from 'zod';
import { unwrap } from './schema-forms';

type Schema = z.core.$ZodType;

/** Values of keys, by which examples read as people write them. A value that its schema refuses is not used. */
const byKey: Readonly<Record<string, unknown>> = {
  department: 'sales',
  environment: 'dev',
  name: 'orders-daily',
  owner: 'sales@example.com',
  source: 'sales-db',
  target: 'lake',
  table: 'sales.orders',
  tables: ['sales.orders'],
  column: 'id',
  columns: ['id', 'name'],
  keys: ['id'],
  values: ['open', 'paid'],
  where: [{ column: 'status', operator: 'eq', value: 'open' }],
  'exclude-columns': ['password'],
  rules: [
    {
      'rule-type': 'selection',
      'rule-action': 'exclude',
      'object-locator': { 'schema-name': 'sales', 'table-name': 'old%' },
    },
  ],
  'object-locator': { 'schema-name': 'sales', 'table-name': 'orders' },
  'null-token': 'NULL',
  'start-from': { time: '2026-03-01T12:00:00Z' },
  time: '2026-03-01T12:00:00Z',
  position: '4AF/B00000D0',
  tags: { team: 'data' },
  sources: { 'sales-db': { engine: 'postgres', secret: 'lakeferry/sales-db', database: 'sales' } },
  targets: { lake: { engine: 's3' } },
  connections: { 'sales-db': { database: 'sales' } },
  secret: 'lakeferry/sales-db',
  database: 'sales',
  'connection-attributes': { CaptureDdls: false },
  region: 'eu-west-1',
  cidr: '10.40.0.0/16',
  existing: { 'lake-bucket': { name: 'acme-lake' } },
  'staging-bucket': { name: 'acme-staging' },
  'lake-bucket': { name: 'acme-lake' },
  'vpc-id': 'vpc-0a1b2c3d4e5f60718',
  id: 'subnet-0a1b2c3d',
  zone: 'eu-west-1a',
  'private-subnets': [
    { id: 'subnet-0a1b2c3d', zone: 'eu-west-1a' },
    { id: 'subnet-1a2b3c4d', zone: 'eu-west-1b' },
  ],
  arn: 'arn:aws:dms:eu-west-1:123456789012:rep:ABCDEFGH',
  identifier: 'erp-migration',
  endpoint: 'arn:aws:dms:eu-west-1:123456789012:endpoint:ABCDEFGH',
  class: 'dms.t3.medium',
  'storage-gib': 50,
  'engine-version': '3.6.1',
  tasks: 1000,
  channels: ['email'],
  topic: 'arn:aws:sns:eu-west-1:123456789012:data-alerts',
  'workspace-id': 'T07EA123LEP',
  'channel-id': 'C07EZ1ABC23',
  slack: { 'workspace-id': 'T07EA123LEP', 'channel-id': 'C07EZ1ABC23' },
  teams: {
    'tenant-id': '0a1b2c3d-1111-2222-3333-444455556666',
    'team-id': '0a1b2c3d-1111-2222-3333-444455556667',
    'channel-id': '19:ab3d@thread.tacv2',
  },
  webhook: { name: 'incidents', url: 'https://hooks.example.com/lakeferry' },
  url: 'https://hooks.example.com/lakeferry',
  'hand-off': [{ on: 'success', 'state-machine': 'monthly-report' }],
  'hand-off-targets': {
    'monthly-report': 'arn:aws:states:eu-west-1:123456789012:stateMachine:monthly-report',
  },
  'state-machine': 'monthly-report',
  function: 'monthly-report',
  queue: 'monthly-report',
  LogComponents: [{ Id: 'SOURCE_CAPTURE', Severity: 'LOGGER_SEVERITY_DEBUG' }],
};

/** Example of a value at the end of `path`, in YAML, with its key: `where: [ { column: ... } ]`. */
export function exampleText(schema: Schema, path: readonly PropertyKey[], value: unknown): string {
  const example = exampleOf(schema, path, value);
  const text = stringify(example, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  const last = path.at(-1);
  if (last === undefined) return text;
  return typeof last === 'number' ? `- ${text}` : `${String(last)}: ${text}`;
}

/** Value that the schema accepts: a list of `value` if that is one, else an example. */
export function exampleOf(schema: Schema, path: readonly PropertyKey[], value?: unknown): unknown {
  const inner = unwrap(schema);
  const last = path.at(-1);
  const named = typeof last === 'number' ? firstOf(byKey[String(path.at(-2))]) : byKey[String(last)];
  const wrapped = value === undefined || value === null ? [] : [[value]];
  for (const candidate of [...(inner instanceof z.ZodArray ? wrapped : []), named])
    if (candidate !== undefined && z.safeParse(inner, candidate).success) return candidate;
  return builtOf(inner, path);
}

function builtOf(schema: Schema, path: readonly PropertyKey[]): unknown {
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries<Schema>(schema.shape);
    const required = fields.filter(([, field]) => !(field instanceof z.ZodOptional));
    const shown = required.length > 0 ? required : fields.slice(0, 1);
    return Object.fromEntries(shown.map(([key, field]) => [key, exampleOf(field, [...path, key])]));
  }
  if (schema instanceof z.ZodArray) return [exampleOf(schema.element, [...path, 0])];
  if (schema instanceof z.ZodRecord) return { name: exampleOf(schema.valueType, [...path, 'name']) };
  if (schema instanceof z.ZodUnion) return exampleOf(schema.options.at(-1) ?? schema, path);
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodLiteral) return schema.value;
  return [true, 1, 'text'].find((value) => z.safeParse(schema, value).success);
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : undefined;
}
