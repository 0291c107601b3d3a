import { readFileSync } from 'node:fs';
import { ConnectionOverride, PostgresTarget, Source } from '../../../core/config/schema/connections-schema';
import {
  Dms,
  Environment,
  ExistingNetwork,
  NewNetwork,
  Quotas,
  ReplicationInstance,
} from '../../../core/config/schema/environment-schema';
import { sourceEngines } from '../../../core/model/source-engine';
import { sslModes } from '../../../core/model/ssl-mode';

const page = readFileSync('docs/connections.md', 'utf8');

test('every field of connections and environments is on the page', () => {
  const schemas = [
    ...[Source, PostgresTarget, ConnectionOverride],
    ...[Environment, NewNetwork, ExistingNetwork, ReplicationInstance, Quotas, Dms],
  ];
  const fields = schemas.flatMap((schema) => Object.keys(schema.shape));
  expect(fields.length).toBeGreaterThan(30);
  expect(fields.filter((field) => !new RegExp(`\`${field}\`|[{ ]${field}: `).test(page))).toEqual([]);
});

test('every engine and SSL mode is on the page', () => {
  expect([...sourceEngines, ...sslModes].filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
});
