import { columnsOf } from '../../../../core/lake/catalogue/columns';
import { csvHeader } from '../../../../core/lake/catalogue/csv-header';
import { fileColumns } from '../../../../core/lake/catalogue/file-columns';
import { usePostgres, withClient } from '../../../helpers/databases/postgres';
import { bucket, DmsBench, include, transform } from '../../../helpers/local/local-dms';

const text = (name: string) => ({ name, type: 'text', nullable: true });
const shape = {
  engine: 'postgres' as const,
  schema: 'public',
  table: 'orders',
  columns: ['order_id', 'customer', 'ship_country'].map(text),
};
const added = { type: 'csv' as const, operation: true, timestamp: 'committed', sequence: 'sequence' };
const namesOf = (evidence: Partial<Parameters<typeof columnsOf>[0]>) =>
  columnsOf({ shape, added, ...evidence }).map(({ name }) => name);

describe('headers that the local DMS writes', () => {
  const server = usePostgres();
  const bench = new DmsBench({ throttling: false });
  afterAll(() => bench.clear());

  const column = (action: string, name: string, extra = {}) =>
    transform(
      'column',
      action,
      { 'schema-name': 'public', 'table-name': 'orders', 'column-name': name },
      extra,
    );
  const addColumn = (value: string, expression: string) => ({
    ...column('add-column', '%', { value, expression, 'data-type': { type: 'string', length: 20 } }),
    'object-locator': { 'schema-name': 'public', 'table-name': 'ord%' },
  });

  test.each([
    ['no rule', [], {}],
    ['time and operation', [], { TimestampColumnName: 'at', IncludeOpForFullLoad: true }],
    ['time', [], { TimestampColumnName: 'at' }],
    [
      'removed, renamed and added columns',
      [
        column('remove-column', 'customer'),
        column('rename', 'ship_country', { value: 'country' }),
        column('convert-uppercase', '%'),
        addColumn('origin', "'here'"),
        addColumn('origin2', "'there'"),
      ],
      { TimestampColumnName: 'at', IncludeOpForFullLoad: true },
    ],
    ['included columns', [column('include-column', 'order_id')], {}],
    ['prefixes', [column('add-prefix', '%', { value: 'c_' })], { IncludeOpForFullLoad: true }],
  ])('are the columns of the file: %s', async (name, transformations, settings) => {
    const database = `columns${name.replaceAll(/\W/g, '')}`;
    await server().createDatabase(database);
    await withClient(server(), database, (client) =>
      client.query(
        "CREATE TABLE orders (order_id text, customer text, ship_country text); INSERT INTO orders VALUES ('1', 'x', NULL)",
      ),
    );
    if (bench.instanceArn === '') await bench.open();
    const rules = [include('public', 'orders'), ...transformations].map((rule, index) => ({
      ...rule,
      'rule-id': String(index + 1),
      'rule-name': String(index + 1),
    }));
    const lines: string[][] = [];
    for (const header of [true, false]) {
      for (const key of await bench.objects.keys(bucket)) await bench.objects.delete(bucket, key);
      const source = await bench.source(server(), database, {
        EndpointIdentifier: `${database}-${header}`,
      });
      const arn = await bench.task(
        source,
        await bench.target({ ...settings, AddColumnName: header }),
        rules,
        {},
      );
      await bench.run(arn);
      const file = bench.objects.read(bucket, 'lake/public/orders/LOAD00000001.csv').toString();
      lines.push([...(csvHeader(file, ',') ?? [])]);
    }
    const own = {
      type: 'csv' as const,
      operation: 'IncludeOpForFullLoad' in settings,
      timestamp: 'TimestampColumnName' in settings ? settings.TimestampColumnName : undefined,
    };
    expect(fileColumns(shape, own, rules).map((one) => one.name)).toEqual(lines[0]);
    expect(namesOf({ fields: lines[1], added: own, rules })).toEqual(lines[0]);
  });
});
