import { readFileSync } from 'node:fs';
import { dropErrorClasses } from '../../../infra/bundling/drop-sdk-error-classes';

const schemas = readFileSync(
  require.resolve('@aws-sdk/client-dynamodb/dist-es/schemas/schemas_0.js', { paths: [`${__dirname}/../..`] }),
  'utf8',
);

test('removes the error classes of a client, except the base class that replaces them', () => {
  const registered = (source: string) =>
    [...source.matchAll(/registerError\((\w+)\$/g)].map(([, name]) => name);
  expect(registered(schemas).length).toBeGreaterThan(10);
  expect(registered(dropErrorClasses(schemas))).toEqual(['DynamoDBServiceException']);
});

test.each([
  ['no registrations', '', /expected lines such as "n0_registry\.registerError/],
  [
    'registrations of another form',
    's0_registry.registerError(A$, A);\n',
    /expected lines such as "n0_registry\.registerError/,
  ],
  [
    'registrations of two forms',
    '_s_registry.registerError(A$, A);\nn0_registry.registerError(B$, B);\nerrors.registerError(C$, C);\n',
    /but found 2 \(_s_registry, errors\): adapt infra\/bundling/,
  ],
  ['no base class', 'n0_registry.registerError(B$, B);\n', /but found 0/],
])('rejects schemas with %s', (_, source, message) => {
  expect(() => dropErrorClasses(source)).toThrow(message);
});
