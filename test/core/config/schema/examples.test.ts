import { parse } from 'yaml';
import { z } from 'zod';
import { exampleText } from '../../../../core/config/reading/schema-example';
import { readBySchema } from '../../../../core/config/reading/schema-findings';
import { unwrap } from '../../../../core/config/reading/schema-forms';
import { Connections } from '../../../../core/config/schema/connections-schema';
import { Department } from '../../../../core/config/schema/department-schema';
import { Environment } from '../../../../core/config/schema/environment-schema';
import { messages, problemsOf, department } from '../config-files';

type Schema = z.core.$ZodType;
interface Place {
  readonly schema: Schema;
  readonly path: readonly PropertyKey[];
}

/** Every list, object and record below a schema. */
function shapesIn(given: Schema, path: readonly PropertyKey[] = []): Place[] {
  const schema = unwrap(given);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one: Schema) => shapesIn(one, path));
  if (schema instanceof z.ZodArray) return [{ schema, path }, ...shapesIn(schema.element, [...path, 0])];
  if (schema instanceof z.ZodRecord)
    return [{ schema, path }, ...shapesIn(schema.valueType, [...path, 'name'])];
  if (!(schema instanceof z.ZodObject)) return [];
  return [
    { schema, path },
    ...Object.entries<Schema>(schema.shape).flatMap(([key, field]) => shapesIn(field, [...path, key])),
  ];
}

test.each([
  ['a department', Department],
  ['connections', Connections],
  ['an environment', Environment],
])('every list and object of %s has an example that its schema accepts', (_, schema) => {
  const places = shapesIn(schema);
  expect(places.length).toBeGreaterThan(5);
  for (const { schema: at, path } of places) {
    for (const wrong of [null, 'text', 5]) {
      const text = exampleText(at, path, wrong);
      const written: unknown = parse(text);
      const last = path.at(-1);
      const example =
        last === undefined ? written : Reflect.get(Object(written), typeof last === 'number' ? 0 : last);
      expect({ path: path.map(String).join('.'), text, ...z.safeParse(at, example) }).toMatchObject({
        success: true,
      });
    }
  }
});

test.each<[string, string, string]>([
  [
    'where: status',
    '[{table: sales.orders, where: status}]',
    'where: [ { column: status, operator: eq, value: open } ]',
  ],
  ['where: a mapping', '[{table: sales.orders, where: {column: a}}]', 'where: [ { column: status'],
  ['where: empty', '[{table: sales.orders, where: }]', 'where: [ { column: status'],
  [
    'a filter that is text',
    '[{table: sales.orders, where: [open]}]',
    '- { column: status, operator: eq, value: open }',
  ],
  ['tables: one name', 'crm.customers', 'tables: [ crm.customers ]'],
  ['tables: empty', '', 'tables: [ sales.orders ]'],
  ['one excluded column', '[{table: sales.orders, exclude-columns: secret}]', 'exclude-columns: [ secret ]'],
])('%s: the error says what to write', (_, tables, hint) => {
  expect(problemsOf(department({ tables }))).toMatchObject([
    { severity: 'error', hint: expect.stringContaining(`write ${hint}`) },
  ]);
});

test.each([
  ['rules', 'exclude', 'rules: [ { rule-type: selection'],
  ['tags', 'data', 'tags: { team: data }'],
  ['task-settings', 'fast', 'task-settings: { TargetMetadata: '],
  ['lake', 'sales', 'lake: { prefix: '],
])('%s: text: the error says what to write', (key, value, hint) => {
  expect(problemsOf(department({ [key]: value }))).toMatchObject([
    { hint: expect.stringContaining(`write ${hint}`) },
  ]);
});

test('an example that follows the error is accepted', () => {
  const read = readBySchema(z.strictObject({ where: z.array(z.strictObject({ a: z.int() })) }), { where: 1 });
  expect(read).toMatchObject({ findings: [{ hint: 'write where: [ { a: 1 } ]' }] });
  expect(
    messages({ tables: '[{table: sales.orders, where: [ { column: status, operator: eq, value: open } ]}]' }),
  ).toEqual([]);
});
