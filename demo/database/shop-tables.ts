import type { DemoTable } from './demo-table';
import { words } from './demo-table';
import { countries, firstNames, lastNames, productKinds, productStyles } from './sample-words';

const schema = 'sales';

/** Master data of the shop: regions, customers and products. */
export const shopTables: readonly DemoTable[] = [
  {
    schema,
    // Mixed case, which needs quotes in every statement.
    table: 'Regions',
    columns: `"regionId" smallint PRIMARY KEY, "Name" text NOT NULL, country char(2) NOT NULL, "vatRate" numeric(5,2) NOT NULL,
      latitude double precision`,
    rows: countries.length,
    query: (
      rows,
    ) => `SELECT g, 'Region ' || g, (${words(countries)})[g], 17 + pg_temp.spread(g, 1, 900) / 100.0,
      CASE WHEN g % 5 = 0 THEN NULL ELSE 36 + pg_temp.share(g, 2) * 24 END FROM generate_series(1, ${rows}) g`,
  },
  {
    schema,
    table: 'customers',
    columns: `customer_id bigint PRIMARY KEY, external_id uuid NOT NULL, first_name varchar(60) NOT NULL,
      last_name varchar(80) NOT NULL, email text NOT NULL, country char(2) NOT NULL, region_id smallint, birthday date,
      newsletter boolean, credit_limit numeric(12,2), registered_at timestamptz NOT NULL, note text`,
    rows: 20_000,
    grows: true,
    query: (rows) => `SELECT g, md5('customer' || g)::uuid, pg_temp.pick(g, 1, ${words(firstNames)}),
      pg_temp.pick(g, 2, ${words(lastNames)}), 'customer' || g || '@example.com', pg_temp.pick(g, 3, ${words(countries)}),
      1 + pg_temp.spread(g, 3, ${countries.length}), CASE WHEN g % 6 = 0 THEN NULL ELSE date '1940-01-01' + pg_temp.spread(g, 4, 25000) END,
      CASE g % 3 WHEN 0 THEN NULL ELSE g % 3 = 1 END, CASE WHEN g % 4 = 0 THEN NULL ELSE pg_temp.spread(g, 5, 1000000) / 100.0 END,
      timestamptz '2015-01-01 00:00:00+00' + pg_temp.spread(g, 6, 340000000) * interval '1 second',
      CASE g % 50 WHEN 0 THEN 'prefers "evening" delivery, rings twice' WHEN 1 THEN '' END FROM generate_series(1, ${rows}) g`,
  },
  {
    schema,
    table: 'products',
    columns: `product_id integer PRIMARY KEY, name text NOT NULL, price numeric(10,2) NOT NULL, weight_kg real,
      attributes jsonb, labels text[], picture bytea, available_from date, discontinued boolean NOT NULL`,
    rows: 500,
    grows: true,
    query: (
      rows,
    ) => `SELECT g, pg_temp.pick(g, 1, ${words(productStyles)}) || ' ' || pg_temp.pick(g, 2, ${words(productKinds)}),
      1 + pg_temp.spread(g, 3, 49900) / 100.0, CASE WHEN g % 9 = 0 THEN NULL ELSE pg_temp.share(g, 4) * 12 END,
      jsonb_build_object('colour', pg_temp.pick(g, 5, ARRAY['sea "blue"', 'red', 'none']), 'stock', pg_temp.spread(g, 6, 90)),
      CASE WHEN g % 7 = 0 THEN NULL ELSE ARRAY['new', 'a,b', 'sale'] END,
      CASE WHEN g % 10 = 0 THEN decode(md5('picture' || g), 'hex') END, date '2018-01-01' + pg_temp.spread(g, 7, 2500),
      g % 11 = 0 FROM generate_series(1, ${rows}) g`,
  },
];
