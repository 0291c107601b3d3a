import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { instanceVersion } from '../../../aws/dms/instance-version';

/** A client that answers, or throws an error of this name. */
function client(answer: object | string): DatabaseMigrationServiceClient {
  const send = async (): Promise<object> => {
    if (typeof answer === 'string') throw Object.assign(new Error(answer), { name: answer });
    return answer;
  };
  return Object.assign(new DatabaseMigrationServiceClient({ region: 'eu-west-1' }), { send });
}

test('the version is that of the instance, not of the file', async () => {
  const found = { ReplicationInstances: [{ EngineVersion: '3.6.2' }] };
  expect(await instanceVersion('dev', client(found))).toBe('3.6.2');
});

test.each(['ResourceNotFoundFault', 'AccessDeniedException'])('after %s it is not known', async (name) => {
  expect(await instanceVersion('dev', client(name))).toBeUndefined();
});

test('any other error is reported', async () => {
  await expect(instanceVersion('dev', client('InvalidParameterValueException'))).rejects.toThrow(
    'reading the replication instance',
  );
});
