import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { endpointArns } from '../../../aws/dms/endpoint-arns';

/** A client that finds these endpoints, or throws an error of this name. */
function client(found: readonly string[] | string) {
  const asked: unknown[] = [];
  const send = async ({ input }: { readonly input: unknown }): Promise<object> => {
    asked.push(input);
    if (typeof found === 'string') throw Object.assign(new Error(found), { name: found });
    return { Endpoints: found.map((id) => ({ EndpointIdentifier: id, EndpointArn: `arn:${id}` })) };
  };
  return Object.assign(new DatabaseMigrationServiceClient({ region: 'eu-west-1' }), { send, asked });
}

test('endpoints are found by their identifiers', async () => {
  const dms = client(['a-target']);
  expect(await endpointArns(['a-target', 'b-target'], dms)).toEqual(new Map([['a-target', 'arn:a-target']]));
  expect(dms.asked).toEqual([
    { Filters: [{ Name: 'endpoint-id', Values: ['a-target', 'b-target'] }], MaxRecords: 100 },
  ]);
});

test('none is found where DMS says so', async () => {
  expect(await endpointArns(['a-target'], client('ResourceNotFoundFault'))).toEqual(new Map());
});

test('a caller who may not describe endpoints knows nothing', async () => {
  expect(await endpointArns(['a-target'], client('AccessDeniedException'))).toBeUndefined();
});

test('any other error is reported', async () => {
  await expect(endpointArns(['a-target'], client('InvalidParameterValueException'))).rejects.toThrow(
    'describing a-target',
  );
});
