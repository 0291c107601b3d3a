import { z } from 'zod';
import { journalOf } from '../durable/journal';
import { KeptMap } from '../durable/kept-map';
import { inputs, isInput, members, optionalNumber, optionalText, requiredText } from '../gateway/input';
import { cutPage } from '../gateway/paging';
import { withKnownMembers } from '../known-members';
import { AwsError, type CloudContext, type Input, type JsonService } from '../service';
import { unsupported } from '../unsupported';

const Database = z.object({
  name: z.string(),
  description: z.string().optional(),
  createdAt: z.coerce.date(),
});
type Database = z.infer<typeof Database>;

const Table = z.object({
  input: z.record(z.string(), z.unknown()),
  version: z.number(),
  createdAt: z.coerce.date(),
  updatedAt: z.coerce.date(),
});
type Table = z.infer<typeof Table>;

export interface LocalGlue extends JsonService {
  putDatabase(name: string, description?: string): void;
  removeDatabase(name: string): void;
}

/** Members of TableInput that are returned as given. Others are refused by name. */
const tableMembers: ReadonlySet<string> = new Set([
  'Name',
  'Description',
  'Owner',
  'Retention',
  'StorageDescriptor',
  'PartitionKeys',
  'ViewOriginalText',
  'ViewExpandedText',
  'TableType',
  'Parameters',
]);

/** Members that each operation respects. There is one catalogue, and only the newest version of a table. */
const operationMembers = {
  GetDatabase: ['Name', 'CatalogId'],
  GetDatabases: ['CatalogId', 'MaxResults', 'NextToken'],
  GetTable: ['DatabaseName', 'Name', 'CatalogId'],
  GetPartitions: ['CatalogId', 'DatabaseName', 'TableName', 'MaxResults', 'NextToken'],
  GetTables: ['DatabaseName', 'CatalogId', 'Expression', 'MaxResults', 'NextToken'],
  CreateTable: ['DatabaseName', 'CatalogId', 'TableInput'],
  UpdateTable: ['DatabaseName', 'CatalogId', 'TableInput', 'VersionId', 'SkipArchive'],
  DeleteTable: ['DatabaseName', 'CatalogId', 'Name'],
};

/** Glue Data Catalog: databases, and the newest version of each table. */
export function createGlue(context: CloudContext): LocalGlue {
  const databases = new KeptMap(journalOf(context, 'glue-databases'), (value) => Database.parse(value));
  /** Tables by `<database>/<table>`. */
  const tables = new KeptMap(journalOf(context, 'glue-tables'), (value) => Table.parse(value));

  function database(input: Input, member = 'DatabaseName'): Database {
    const name = requiredText(input, member, 'InvalidInputException').toLowerCase();
    const found = databases.get(name);
    if (found === undefined) throw notFound(`Database ${name} not found.`);
    return found;
  }
  function table(found: Database, name: string): Table {
    const known = tables.get(`${found.name}/${name}`);
    if (known === undefined) throw notFound(`Table ${name} not found.`);
    return known;
  }
  function shownDatabase({ name, description, createdAt }: Database) {
    return { Name: name, Description: description, CreateTime: createdAt, CatalogId: context.account };
  }
  function shown({ name }: Database, { input, version, createdAt, updatedAt }: Table) {
    return {
      ...input,
      DatabaseName: name,
      CatalogId: context.account,
      CreateTime: createdAt,
      UpdateTime: updatedAt,
      VersionId: String(version),
      IsRegisteredWithLakeFormation: false,
    };
  }

  return {
    protocol: 'json-1.1',
    name: 'glue',
    targetPrefix: 'AWSGlue',
    putDatabase(name, description) {
      const known = databases.get(name);
      databases.set(name, {
        name,
        description,
        createdAt: known?.createdAt ?? context.clock.now(),
      });
    },
    removeDatabase(name) {
      databases.delete(name);
      for (const key of [...tables.keys()]) if (key.startsWith(`${name}/`)) tables.delete(key);
    },
    operations: withKnownMembers('glue', 'InvalidInputException', operationMembers, {
      GetDatabase: (input) => ({ Database: shownDatabase(database(input, 'Name')) }),
      GetDatabases(input) {
        const sorted = [...databases.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
        const { page, nextToken } = cutPage(sorted, pageSize(input), optionalText(input, 'NextToken'));
        return { DatabaseList: page.map(shownDatabase), NextToken: nextToken };
      },
      // No operation creates partitions: tables project them, or have none.
      GetPartitions(input) {
        pageSize(input);
        table(database(input), tableName(input, 'TableName'));
        return { Partitions: [] };
      },
      GetTable(input) {
        const found = database(input);
        return { Table: shown(found, table(found, tableName(input, 'Name'))) };
      },
      GetTables(input) {
        const found = database(input);
        const size = pageSize(input);
        if (optionalText(input, 'Expression') !== undefined)
          throw invalid(unsupported('Expression of GetTables'));
        const sorted = [...tables.entries()]
          .filter(([key]) => key.startsWith(`${found.name}/`))
          .sort(([a], [b]) => (a < b ? -1 : 1));
        const { page, nextToken } = cutPage(sorted, size, optionalText(input, 'NextToken'));
        return { TableList: page.map(([, one]) => shown(found, one)), NextToken: nextToken };
      },
      CreateTable(input) {
        const found = database(input);
        const given = tableInput(input);
        const name = tableName(given, 'Name');
        if (tables.has(`${found.name}/${name}`))
          throw new AwsError('AlreadyExistsException', `Table already exists: ${name}`);
        const now = context.clock.now();
        tables.set(`${found.name}/${name}`, { input: given, version: 0, createdAt: now, updatedAt: now });
        return {};
      },
      UpdateTable(input) {
        const found = database(input);
        const given = tableInput(input);
        const name = tableName(given, 'Name');
        const known = table(found, name);
        const expected = optionalText(input, 'VersionId');
        if (expected !== undefined && expected !== String(known.version))
          throw new AwsError(
            'ConcurrentModificationException',
            `Table ${name} has version ${known.version}, not ${expected}`,
          );
        tables.set(`${found.name}/${name}`, {
          ...known,
          input: given,
          version: known.version + 1,
          updatedAt: context.clock.now(),
        });
        return {};
      },
      DeleteTable(input) {
        const found = database(input);
        const name = tableName(input, 'Name');
        if (!tables.delete(`${found.name}/${name}`)) throw notFound(`Table ${name} not found.`);
        return {};
      },
    }),
  };
}

function pageSize(input: Input): number {
  const size = optionalNumber(input, 'MaxResults') ?? 100;
  if (size < 1 || size > 100) throw invalid(`MaxResults is ${size}; 1 to 100 are allowed`);
  return size;
}

/** Name in lower case, as Glue keeps it. */
function tableName(input: Input, member: string): string {
  return requiredText(input, member, 'InvalidInputException').toLowerCase();
}

function tableInput(input: Input): Input {
  if (!isInput(input['TableInput'])) throw invalid('TableInput is missing');
  const given = members(input, 'TableInput');
  const unknown = Object.keys(given).filter((member) => !tableMembers.has(member));
  if (unknown.length > 0) throw invalid(unsupported(`${unknown.join(', ')} of a table`));
  const names = [
    ...inputs(members(given, 'StorageDescriptor'), 'Columns'),
    ...inputs(given, 'PartitionKeys'),
  ].map((column) => requiredText(column, 'Name', 'InvalidInputException').toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalid(`duplicate column: ${twice}`);
  return { ...given, Name: tableName(given, 'Name') };
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}

function notFound(message: string): AwsError {
  return new AwsError('EntityNotFoundException', message);
}
