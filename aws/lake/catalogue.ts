import {
  CreateTableCommand,
  DeleteTableCommand,
  GetTablesCommand,
  GlueClient,
  type Table,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { mapConcurrently } from '../../core/concurrency';
import type { GlueTable } from '../../core/lake/catalogue/glue-table';
import { RunError } from '../../core/runs/record/run-error';
import { errorName, toRunError } from '../errors';

/** Table in the catalogue. */
export interface CatalogueTable {
  readonly name: string;
  readonly location: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly partitionKeys: readonly { readonly name: string; readonly type: string }[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly serde: Readonly<Record<string, string>>;
}

/** Tables of the Glue Data Catalog. Errors are RunErrors: `CatalogueMissing` when the database does not exist. */
export interface Catalogue {
  tables(database: string): Promise<readonly CatalogueTable[]>;
  /** Creates missing tables and updates different ones, with one call per table. */
  put(database: string, wanted: readonly GlueTable[], found: readonly CatalogueTable[]): Promise<void>;
  remove(database: string, names: readonly string[]): Promise<void>;
}

/** Number of concurrent calls. Glue allows about ten changes per second and account. */
const callsAtOnce = 5;

export function createCatalogue(client = new GlueClient({})): Catalogue {
  const change = async (DatabaseName: string, TableInput: GlueTable, exists: boolean): Promise<void> => {
    const input = { DatabaseName, TableInput: inputOf(TableInput) };
    try {
      await client.send(
        exists ? new UpdateTableCommand({ ...input, SkipArchive: true }) : new CreateTableCommand(input),
      );
    } catch (error) {
      if (!exists && errorName(error) === 'AlreadyExistsException')
        return await change(DatabaseName, TableInput, true);
      throw toCatalogueError(error, DatabaseName, `writing the table ${TableInput.Name}`);
    }
  };
  return {
    async tables(DatabaseName) {
      const found: CatalogueTable[] = [];
      let NextToken: string | undefined;
      do {
        const page = await client
          .send(new GetTablesCommand({ DatabaseName, NextToken }))
          .catch((error: unknown): never => {
            throw toCatalogueError(error, DatabaseName, 'reading the tables');
          });
        found.push(...(page.TableList ?? []).map(tableOf));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return found;
    },
    async put(database, wanted, found) {
      const known = new Map(found.map((table) => [table.name, table]));
      const changed = wanted.filter((table) => {
        const present = known.get(table.Name);
        return present === undefined || !isSame(present, table);
      });
      await mapConcurrently(callsAtOnce, changed, (table) => change(database, table, known.has(table.Name)));
    },
    async remove(DatabaseName, names) {
      await mapConcurrently(callsAtOnce, names, async (Name) => {
        try {
          await client.send(new DeleteTableCommand({ DatabaseName, Name }));
        } catch (error) {
          if (errorName(error) !== 'EntityNotFoundException')
            throw toCatalogueError(error, DatabaseName, `removing the table ${Name}`);
        }
      });
    },
  };
}

/** The SDK's shapes are mutable. */
function inputOf(table: GlueTable) {
  const { StorageDescriptor, PartitionKeys } = table;
  return {
    ...table,
    Parameters: { ...table.Parameters },
    PartitionKeys: PartitionKeys.map((column) => ({ ...column })),
    StorageDescriptor: {
      ...StorageDescriptor,
      Columns: StorageDescriptor.Columns.map((column) => ({ ...column })),
      SerdeInfo: {
        ...StorageDescriptor.SerdeInfo,
        Parameters: { ...StorageDescriptor.SerdeInfo.Parameters },
      },
    },
  };
}

function tableOf({ Name = '', StorageDescriptor, PartitionKeys, Parameters }: Table): CatalogueTable {
  const columns = (given: Table['PartitionKeys']) =>
    (given ?? []).map((column) => ({ name: column.Name ?? '', type: column.Type ?? 'string' }));
  return {
    name: Name,
    location: StorageDescriptor?.Location ?? '',
    columns: columns(StorageDescriptor?.Columns),
    partitionKeys: columns(PartitionKeys),
    parameters: Parameters ?? {},
    serde: StorageDescriptor?.SerdeInfo?.Parameters ?? {},
  };
}

function isSame(present: CatalogueTable, wanted: GlueTable): boolean {
  const { StorageDescriptor: storage, PartitionKeys, Parameters } = wanted;
  const plain = (columns: GlueTable['PartitionKeys']) =>
    columns.map(({ Name: name, Type: type }) => ({ name, type }));
  return (
    present.location === storage.Location &&
    JSON.stringify(present.columns) === JSON.stringify(plain(storage.Columns)) &&
    JSON.stringify(present.partitionKeys) === JSON.stringify(plain(PartitionKeys)) &&
    Object.entries(storage.SerdeInfo.Parameters).every(([name, value]) => present.serde[name] === value) &&
    Object.entries(Parameters).every(([name, value]) => present.parameters[name] === value)
  );
}

function toCatalogueError(error: unknown, database: string, action: string): RunError {
  if (errorName(error) === 'EntityNotFoundException')
    return new RunError(
      'CatalogueMissing',
      `the Glue database ${database} does not exist; deploy the department`,
      {
        cause: error,
      },
    );
  return toRunError(error, `${action} of the Glue database ${database}`);
}
