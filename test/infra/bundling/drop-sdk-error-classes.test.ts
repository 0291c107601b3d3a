import { readFileSync } from 'node:fs';
import { withoutErrorClasses } from '../../../infra/bundling/drop-sdk-error-classes';

const schemas = readFileSync(
  require.resolve('@aws-sdk/client-dynamodb/dist-es/schemas/schemas_0.js', { paths: [`${__dirname}/../..`] }),
  'utf8',
);

test('leaves a client’s error classes out, but for the base class that stands for all of them', () => {
  const registered = (source: string) =>
    [...source.matchAll(/registerError\((\w+)\$/g)].map(([, name]) => name);
  expect(registered(schemas).length).toBeGreaterThan(10);
  expect(registered(withoutErrorClasses(schemas))).toEqual(['DynamoDBServiceException']);
});
