import {
  CreateTableCommand,
  DeleteTableCommand,
  GetDatabaseCommand,
  GetPartitionsCommand,
  GetTableCommand,
  GlueClient,
  paginateGetDatabases,
  paginateGetTables,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { createGlue, type LocalGlue } from '../../../local/glue/glue';
import { startTestGateway, type TestGateway } from '../../helpers/local/local-gateway';

let cloud: TestGateway;
let glue: GlueClient;
let service: LocalGlue | undefined;
const DatabaseName = 'lake';

beforeAll(async () => {
  cloud = await startTestGateway((context) => {
    service = createGlue(context);
    return [service];
  });
  glue = new GlueClient({ ...cloud.client, maxAttempts: 1 });
  service?.putDatabase(DatabaseName, 'tables');
});
afterAll(() => cloud.stop());

const table = (Name: string, Location = 's3://lake/a/') => ({
  Name,
  StorageDescriptor: { Location, Columns: [{ Name: 'id', Type: 'int' }] },
  Parameters: { a: 'b' },
});
const create = (Name: string) => glue.send(new CreateTableCommand({ DatabaseName, TableInput: table(Name) }));

test('a table comes back as it was given, its name in lower case; made twice it is refused', async () => {
  await create('Orders');
  const { Table } = await glue.send(new GetTableCommand({ DatabaseName, Name: 'ORDERS' }));
  expect(Table).toMatchObject({ ...table('orders'), DatabaseName, VersionId: '0' });
  await expect(create('orders')).rejects.toMatchObject({ name: 'AlreadyExistsException' });
});

test('databases are listed by pages, and a table has no partitions of its own', async () => {
  for (const name of ['a', 'z']) service?.putDatabase(name);
  const names: (string | undefined)[] = [];
  for await (const { DatabaseList = [] } of paginateGetDatabases({ client: glue, pageSize: 2 }, {}))
    names.push(...DatabaseList.map(({ Name }) => Name));
  expect(names).toEqual(['a', DatabaseName, 'z']);
  for (const name of ['a', 'z']) service?.removeDatabase(name);
  await create('partitioned');
  const partitions = (TableName: string) => glue.send(new GetPartitionsCommand({ DatabaseName, TableName }));
  expect((await partitions('Partitioned')).Partitions).toEqual([]);
  await expect(partitions('gone')).rejects.toMatchObject({ name: 'EntityNotFoundException' });
});

test('an update counts versions and holds the one it names', async () => {
  await create('moved');
  const update = (VersionId?: string) =>
    glue.send(
      new UpdateTableCommand({ DatabaseName, TableInput: table('moved', 's3://lake/b/'), VersionId }),
    );
  await update();
  await expect(update('0')).rejects.toMatchObject({ name: 'ConcurrentModificationException' });
  const { Table } = await glue.send(new GetTableCommand({ DatabaseName, Name: 'moved' }));
  expect([Table?.VersionId, Table?.StorageDescriptor?.Location]).toEqual(['1', 's3://lake/b/']);
});

test('what is not there is said so', async () => {
  const missing = { name: 'EntityNotFoundException' };
  await expect(glue.send(new GetDatabaseCommand({ Name: 'none' }))).rejects.toMatchObject(missing);
  await expect(glue.send(new GetTableCommand({ DatabaseName, Name: 'none' }))).rejects.toMatchObject(missing);
  await expect(glue.send(new DeleteTableCommand({ DatabaseName, Name: 'none' }))).rejects.toMatchObject(
    missing,
  );
  const input = { DatabaseName, TableInput: table('none') };
  await expect(glue.send(new UpdateTableCommand(input))).rejects.toMatchObject(missing);
});

test('pages through more than 100 tables, by name', async () => {
  service?.putDatabase('many');
  for (let index = 0; index < 230; index += 1)
    await glue.send(
      new CreateTableCommand({
        DatabaseName: 'many',
        TableInput: table(`t${String(index).padStart(3, '0')}`),
      }),
    );
  const pages: number[] = [];
  for await (const page of paginateGetTables({ client: glue }, { DatabaseName: 'many' }))
    pages.push(page.TableList?.length ?? 0);
  expect(pages).toEqual([100, 100, 30]);
});

test('a column that stands twice, as column and partition key, is refused; an unknown member by name', async () => {
  const twice = { ...table('twice'), PartitionKeys: [{ Name: 'ID', Type: 'int' }] };
  await expect(glue.send(new CreateTableCommand({ DatabaseName, TableInput: twice }))).rejects.toThrow(
    'duplicate column: id',
  );
  const odd = { ...table('odd'), LastAccessTime: new Date() };
  await expect(glue.send(new CreateTableCommand({ DatabaseName, TableInput: odd }))).rejects.toThrow(
    'LastAccessTime',
  );
});
