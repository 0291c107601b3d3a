import { diffPlans } from '../../../core/changes/diff-plans';
import type { KnownFacts, ListedTable } from '../../../core/changes/known-facts';
import {
  deployedPlan,
  planOfSample,
  type SampleConfig,
  sampleConfig,
} from '../../helpers/changes/sample-config';

const database = 'lakeferry_dev_sales';

/** Effects on readers, by item. `tables`: those in Glue. */
function readers(
  edit: (config: SampleConfig) => void,
  tables?: readonly ListedTable[],
): readonly (readonly [string, string])[] {
  const config = sampleConfig();
  config.department['lake'] = { catalogue: true };
  const before = deployedPlan(planOfSample(config));
  edit(config);
  const facts: KnownFacts = {
    now: new Date('2026-11-21T12:00:00Z'),
    rows: new Map(),
    tasks: new Map(),
    ...(tables === undefined ? {} : { catalogue: new Map([[database, tables]]) }),
  };
  return diffPlans(before, planOfSample(config), facts).items.flatMap(({ name, effects }) =>
    effects.filter((text) => text.startsWith('readers: ')).map((text) => [name, text.slice(9)] as const),
  );
}

function rename(was: string, is: string) {
  return ({ jobs }: SampleConfig): void => {
    jobs[is] = jobs[was] ?? {};
    Reflect.deleteProperty(jobs, was);
  };
}

const stay = (names: string, verb: string, view: string | undefined, ...all: readonly string[]) =>
  `${names} in the Glue database ${database} ${verb} no new rows, as do views on them${view === undefined ? '' : ` such as ${view}`}; to drop them: ` +
  `aws glue batch-delete-table --database-name ${database} --tables-to-delete ${all.join(' ')}`;

const belongs = (name: string, owner: string, got: string) =>
  `the name ${name} in the Glue database ${database} belongs to ${owner}, so that this job's table is ${got}; ` +
  `drop ${name} before the first run to get its name`;

test('tables of a removed job stay, with the command that drops them', () => {
  expect(readers(({ jobs }) => Reflect.deleteProperty(jobs, 'live'))).toEqual([
    [
      'sales/live',
      stay(
        'orders_changes, payments_changes',
        'stay and get',
        'orders_current',
        'orders_changes',
        'payments_changes',
      ),
    ],
  ]);
});

test('a renamed job does not get the names of its tables, and readers get to know the new ones', () => {
  expect(readers(rename('nightly', 'daily'))).toEqual([
    ['sales/daily', belongs('customers', 'sales/nightly', 'daily__customers')],
    ['sales/nightly', stay('customers', 'stays and gets', undefined, 'customers')],
  ]);
});

test('with the tables of Glue, names are those that jobs have, also of a job that was removed before', () => {
  const tables = [
    { name: 'customers', job: 'sales/daily', kind: 'snapshot' },
    { name: 'nightly__customers', job: 'sales/nightly', kind: 'snapshot' },
    { name: 'customers_by_hand' },
  ];
  expect(readers(rename('nightly', 'daily'), tables)).toEqual([
    ['sales/nightly', stay('nightly__customers', 'stays and gets', undefined, 'nightly__customers')],
  ]);
  expect(readers(rename('nightly', 'customers-by-night'), [{ name: 'customers' }])).toEqual([
    [
      'sales/customers-by-night',
      belongs('customers', 'a table that no Lakeferry job owns', 'customers_by_night__customers'),
    ],
  ]);
});

test('a job that follows changes no more leaves its tables of changes behind', () => {
  const whole = ({ jobs }: SampleConfig): void => {
    jobs['live'] = { ...jobs['live'], mode: 'full-load', format: 'csv' };
  };
  const left = stay(
    'orders_changes, payments_changes',
    'stay and get',
    'orders_current',
    'orders_changes',
    'payments_changes',
  );
  expect(readers(whole)).toEqual([['sales/live', left]]);
  expect(
    readers(whole, [
      { name: 'orders_changes', job: 'sales/live', kind: 'arrival' },
      { name: 'payments_changes', job: 'sales/live', kind: 'arrival' },
      { name: 'orders', job: 'sales/live', kind: 'snapshot' },
    ]),
  ).toEqual([['sales/live', left]]);
});

test('a table that another job has by now gets the name of the job', () => {
  const more = ({ jobs }: SampleConfig): void => {
    jobs['nightly'] = { ...jobs['nightly'], tables: ['sales.customers', 'hr.orders'] };
  };
  expect(readers(more)).toEqual([]);
  expect(
    readers(more, [
      { name: 'customers', job: 'sales/nightly', kind: 'snapshot' },
      { name: 'orders', job: 'sales/old', kind: 'snapshot' },
    ]),
  ).toEqual([['sales/nightly', belongs('orders', 'sales/old', 'nightly__orders')]]);
});

test('the view of changes has the name of the job too', () => {
  const text = readers(rename('live', 'shop')).find(([name]) => name === 'sales/shop')?.[1];
  expect(text).toContain(
    "this job's table is shop__orders_changes, with the view shop__orders_current; drop",
  );
});

test('without a catalogue, readers have no names', () => {
  const noCatalogue = (config: SampleConfig): void => {
    config.department['lake'] = {};
  };
  expect(readers(noCatalogue).map(([name]) => name)).toEqual([
    'sales/changes',
    'sales/live',
    'sales/nightly',
  ]);
  expect(readers((config) => [noCatalogue(config), rename('nightly', 'daily')(config)])).not.toContainEqual([
    'sales/daily',
    expect.anything(),
  ]);
});
