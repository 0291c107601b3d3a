import type { DemoTable } from './demo-table';
import { words } from './demo-table';
import { opinions, pages } from './sample-words';

const schema = 'sales';
const customerOf = (salt: number): string =>
  `1 + pg_temp.spread(g, ${salt}, (SELECT count(*) FROM sales.customers)::int)`;
const productOf = (salt: number): string =>
  `1 + pg_temp.spread(g, ${salt}, (SELECT count(*) FROM sales.products)::int)`;

/** Tables of daily business: orders, payments, reviews and visits. */
export const orderTables: readonly DemoTable[] = [
  {
    schema,
    table: 'orders',
    columns: `order_id bigint PRIMARY KEY, customer_id bigint NOT NULL, status text NOT NULL, ordered_at timestamptz NOT NULL,
      deliver_on date, delivery_time time, total numeric(14,2), exchange_rate numeric, comment text`,
    rows: 60_000,
    grows: true,
    query: (
      rows,
    ) => `SELECT g, ${customerOf(1)}, pg_temp.pick(g, 2, ARRAY['open', 'paid', 'sent', 'delivered', 'cancelled']),
      timestamptz '2023-01-01 00:00:00+01' + g * interval '13 minutes' + pg_temp.spread(g, 3, 600) * interval '1.5 seconds',
      CASE WHEN g % 8 = 0 THEN NULL ELSE date '2023-01-03' + (g / 110)::int END,
      CASE WHEN g % 3 = 0 THEN time '08:00' + pg_temp.spread(g, 4, 600) * interval '1 minute' END,
      (pg_temp.spread(g, 5, 500000) - 1000) / 100.0,
      CASE WHEN g % 5 = 0 THEN NULL ELSE 1 + pg_temp.spread(g, 6, 90000) / 7.0::numeric END,
      CASE WHEN g % 40 = 0 THEN E'leave at the door,\\nplease' END FROM generate_series(1, ${rows}) g`,
  },
  {
    schema,
    table: 'order_items',
    columns: `order_id bigint NOT NULL, line smallint NOT NULL, product_id integer NOT NULL, quantity integer NOT NULL,
      unit_price numeric(10,2) NOT NULL, discount numeric(5,4), gift boolean NOT NULL, PRIMARY KEY (order_id, line)`,
    rows: 120_000,
    grows: true,
    query: () => `SELECT o.order_id, line, ${productOf(1).replaceAll('(g,', '(o.order_id * 4 + line,')},
      1 + pg_temp.spread(o.order_id * 4 + line, 2, 5), 1 + pg_temp.spread(o.order_id * 4 + line, 3, 20000) / 100.0,
      CASE WHEN line = 2 THEN pg_temp.spread(o.order_id, 4, 3000) / 10000.0 END, (o.order_id + line) % 17 = 0
      FROM sales.orders o CROSS JOIN LATERAL generate_series(1, 1 + pg_temp.spread(o.order_id, 5, 3)) line`,
  },
  {
    schema,
    table: 'payments',
    columns: `payment_id bigint PRIMARY KEY, order_id bigint NOT NULL, method text NOT NULL, amount numeric(14,2) NOT NULL,
      fee numeric(20,10), paid_at timestamp NOT NULL, reference uuid`,
    rows: 54_000,
    grows: true,
    query: (rows) => `SELECT g, g, pg_temp.pick(g, 1, ARRAY['card', 'invoice', 'PayPal', 'gift voucher']),
      pg_temp.spread(g, 2, 500000) / 100.0, CASE WHEN g % 2 = 0 THEN pg_temp.spread(g, 3, 100000) / 10000000000.0 END,
      timestamp '2023-01-01 08:00:00.123456' + g * interval '14 minutes',
      CASE WHEN g % 10 = 0 THEN NULL ELSE md5('payment' || g)::uuid END FROM generate_series(1, ${rows}) g`,
  },
  {
    schema,
    // Nothing was returned so far: an empty table has no file (docs/pitfalls.md#files-of-an-earlier-load).
    table: 'returns',
    columns: 'return_id bigint PRIMARY KEY, order_id bigint NOT NULL, reason text, returned_at timestamptz',
    rows: 0,
  },
  {
    schema,
    table: 'reviews',
    columns: `review_id bigint PRIMARY KEY, product_id integer NOT NULL, customer_id bigint, rating smallint NOT NULL,
      title text, body text, sentiment numeric, written_at timestamp NOT NULL`,
    rows: 12_000,
    grows: true,
    query: (rows) => `SELECT g, ${productOf(1)}, CASE WHEN g % 9 = 0 THEN NULL ELSE ${customerOf(2)} END,
      1 + pg_temp.spread(g, 3, 5), CASE g % 5 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'Review ' || g END,
      CASE WHEN g % 13 = 0 THEN NULL ELSE pg_temp.pick(g, 4, ${words(opinions)}) END,
      CASE WHEN g % 6 = 0 THEN NULL ELSE (pg_temp.spread(g, 5, 2000000) - 1000000) / 3000000.0::numeric END,
      timestamp '2024-03-30 22:00:00' + g * interval '40 minutes' FROM generate_series(1, ${rows}) g`,
  },
  {
    schema,
    // No primary key, as is usual for click logs (docs/pitfalls.md#tables-without-a-primary-key).
    table: 'web_events',
    columns: `session uuid NOT NULL, happened_at timestamptz(3) NOT NULL, page text NOT NULL, milliseconds integer,
      details json, visitor inet`,
    rows: 34_000,
    grows: true,
    query: (
      rows,
    ) => `SELECT md5('session' || g / 6)::uuid, timestamptz '2025-01-01 00:00:00+00' + g * interval '7.341 seconds',
      pg_temp.pick(g, 1, ${words(pages)}), CASE WHEN g % 12 = 0 THEN NULL ELSE pg_temp.spread(g, 2, 4000) END,
      CASE WHEN g % 4 = 0 THEN json_build_object('agent', 'Mozilla/5.0 (X11; "Linux")', 'n', g) END,
      CASE WHEN g % 3 = 0 THEN ('10.' || g % 200 || '.0.' || g % 250)::inet END FROM generate_series(1, ${rows}) g`,
  },
];
