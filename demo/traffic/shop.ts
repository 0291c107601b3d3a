import type { Client } from 'pg';

export const stages = ['open', 'paid', 'sent', 'delivered', 'cancelled'] as const;
export type Stage = (typeof stages)[number];

/** What the generator remembers of the shop: the newest numbers, and a stock of orders in each stage. */
export interface Shop {
  customers: number;
  orders: number;
  payments: number;
  returns: number;
  reviews: number;
  readonly products: number;
  readonly regions: number;
  readonly inStage: Readonly<Record<Stage, number[]>>;
}

/** Orders whose fate the generator goes on with, at first. */
const remembered = 2_000;

/** Reads the shop as it stands; the same database gives the same shop. */
export async function openShop(client: Client): Promise<Shop> {
  const { rows: newest } = await client.query<Omit<Shop, 'inStage'>>(
    `SELECT (SELECT coalesce(max(customer_id), 0)::int FROM sales.customers) AS customers,
      (SELECT coalesce(max(order_id), 0)::int FROM sales.orders) AS orders,
      (SELECT coalesce(max(payment_id), 0)::int FROM sales.payments) AS payments,
      (SELECT coalesce(max(return_id), 0)::int FROM sales.returns) AS returns,
      (SELECT coalesce(max(review_id), 0)::int FROM sales.reviews) AS reviews,
      (SELECT count(*)::int FROM sales.products) AS products, (SELECT count(*)::int FROM sales."Regions") AS regions`,
  );
  const [found] = newest;
  if (found === undefined || found.customers === 0 || found.products === 0)
    throw new Error('the shop has no customers or no products: create the demo database first');
  const inStage: Record<Stage, number[]> = { open: [], paid: [], sent: [], delivered: [], cancelled: [] };
  const { rows } = await client.query<{ order_id: string; status: Stage }>(
    'SELECT order_id, status FROM sales.orders ORDER BY order_id DESC LIMIT $1',
    [remembered],
  );
  for (const { order_id, status } of rows) inStage[status]?.push(Number(order_id));
  return { ...found, inStage };
}
