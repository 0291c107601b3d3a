import type { Client } from 'pg';

export const stages = ['open', 'paid', 'sent', 'delivered', 'cancelled'] as const;
export type Stage = (typeof stages)[number];

/** State of the shop that the generator needs: the highest numbers, and orders in each stage. */
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

/** Number of orders that the generator continues with at the start. */
const continuedOrders = 2_000;

/** Reads the current state of the shop. The same database gives the same state. */
export async function readShop(client: Client): Promise<Shop> {
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
    [continuedOrders],
  );
  for (const { order_id, status } of rows) inStage[status]?.push(Number(order_id));
  return { ...found, inStage };
}
