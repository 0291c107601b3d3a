import { members } from '../../gateway/input';
import { arnOf, type NeedsTable, named, type Row } from './need';

/** Catalog, database and, for most operations, table: all three are needed. */
function inCatalogue(operation: string, table?: 'TableInput' | 'Name' | 'TableName' | 'every'): NeedsTable {
  const row: Row = ({ input, facts }) => {
    // Glue keeps names in lower case.
    const database = named(input, table === undefined ? 'Name' : 'DatabaseName').toLowerCase();
    const name =
      table === 'TableInput'
        ? named(members(input, 'TableInput'), 'Name')
        : table === 'Name' || table === 'TableName'
          ? named(input, table)
          : '*';
    const resources = ['catalog', `database/${database}`];
    if (table !== undefined) resources.push(`table/${database}/${name.toLowerCase()}`);
    return resources.map((resource) => ({
      action: `glue:${operation}`,
      resource: arnOf(facts, 'glue', resource),
    }));
  };
  return { [operation]: row };
}

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html and
 * https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
 */
export const glueNeeds: NeedsTable = {
  ...inCatalogue('GetDatabase'),
  // Every database of the catalogue is asked about as one.
  GetDatabases: ({ facts }) =>
    ['catalog', 'database/*'].map((resource) => ({
      action: 'glue:GetDatabases',
      resource: arnOf(facts, 'glue', resource),
    })),
  ...inCatalogue('GetPartitions', 'TableName'),
  ...inCatalogue('GetTable', 'Name'),
  ...inCatalogue('GetTables', 'every'),
  ...inCatalogue('CreateTable', 'TableInput'),
  ...inCatalogue('UpdateTable', 'TableInput'),
  ...inCatalogue('DeleteTable', 'Name'),
};
