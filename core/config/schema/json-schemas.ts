import { z } from 'zod';
import { Connections } from './connections-schema';
import { Department } from './department-schema';
import { Environment } from './environment-schema';

/** JSON Schemas for editors: texts by file name in `config/`. */
export function jsonSchemas(): ReadonlyMap<string, string> {
  const schemas = { department: Department, connections: Connections, environment: Environment };
  return new Map(
    Object.entries(schemas).map(([name, schema]) => [
      `${name}.schema.json`,
      `${JSON.stringify({ ...z.toJSONSchema(schema, { io: 'input' }), title: `Lakeferry ${name}` }, null, 2)}\n`,
    ]),
  );
}
