import { readFileSync } from 'node:fs';
import { jsonSchemas } from '../../../../core/config/schema/json-schemas';

test.each([...jsonSchemas()])('config/%s is what the code says (npm run config:schemas)', (name, text) => {
  expect(readFileSync(`config/${name}`, 'utf8')).toBe(text);
});

test.each([...jsonSchemas()])('every field of %s is documented', (_, text) => {
  const undocumented: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'properties' && !path.includes('task-settings'))
        for (const [field, schema] of Object.entries<object>(value)) {
          if (!('description' in schema)) undocumented.push(`${path}/${field}`);
        }
      visit(value, `${path}/${key}`);
    }
  };
  visit(JSON.parse(text), '');
  expect(undocumented).toEqual([]);
});
