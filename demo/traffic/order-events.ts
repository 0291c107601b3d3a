import { opinions } from '../database/sample-words';
import type { ShopEvent } from './shop-event';
import { insert, remove, type Statement, update, type Value } from './sql-statement';

const methods = ['card', 'invoice', 'PayPal', 'gift voucher'];
const day = 86_400_000;

/** Places an order of one to four products: the order and its lines in one transaction. */
export const placeOrder: ShopEvent = ({ shop, random, at }) => {
  shop.orders += 1;
  const order = shop.orders;
  shop.inStage.open.push(order);
  const lines = Array.from({ length: 1 + random.below(4) }, (_, index) => ({
    order_id: order,
    line: index + 1,
    product_id: 1 + random.below(shop.products),
    quantity: 1 + random.below(5),
    unit_price: random.amount(1, 200),
    discount: random.chance(0.2) ? `0.${1 + random.below(30)}` : null,
    gift: random.chance(0.06),
  }));
  const placed = {
    order_id: order,
    customer_id: 1 + random.below(shop.customers),
    status: 'open',
    ordered_at: at,
    total: lines.reduce((sum, line) => sum + Number(line.unit_price) * line.quantity, 0).toFixed(2),
    exchange_rate: random.chance(0.8) ? `1.${random.below(10_000_000)}` : null,
    comment: random.chance(0.1) ? random.pick(opinions) : null,
  };
  return [insert('orders', [placed]), insert('order_items', lines)];
};

export const payOrder: ShopEvent = (moment) => {
  const { shop, random, at } = moment;
  return onward(moment, 'open', 'paid', {}, (order) => {
    shop.payments += 1;
    const payment = {
      payment_id: shop.payments,
      order_id: order,
      method: random.pick(methods),
      amount: random.amount(5, 900),
      fee: random.chance(0.5) ? `0.00000${random.below(100_000)}` : null,
      paid_at: at,
      reference: random.chance(0.9) ? random.uuid() : null,
    };
    return [insert('payments', [payment])];
  });
};

export const sendOrder: ShopEvent = (moment) =>
  onward(moment, 'paid', 'sent', {
    deliver_on: new Date(moment.at.getTime() + (1 + moment.random.below(5)) * day).toISOString().slice(0, 10),
    delivery_time: moment.random.chance(0.5) ? `${10 + moment.random.below(9)}:30` : null,
  });

export const deliverOrder: ShopEvent = (moment) => onward(moment, 'sent', 'delivered', {});

/** Cancels an unpaid order: its lines are deleted, and its status changes. */
export const cancelOrder: ShopEvent = (moment) =>
  onward(moment, 'open', 'cancelled', { total: 0, comment: 'cancelled by the customer' }, (order) => [
    remove('order_items', { order_id: order }),
  ]);

/** Returns a delivered order and refunds it. */
export const returnOrder: ShopEvent = (moment) => {
  const { shop, random, at } = moment;
  return onward(moment, 'delivered', 'cancelled', { comment: 'sent back' }, (order) => {
    shop.returns += 1;
    return [
      insert('returns', [
        { return_id: shop.returns, order_id: order, reason: random.pick(opinions), returned_at: at },
      ]),
      update('payments', { order_id: order }, { amount: 0, method: 'refunded' }),
    ];
  });
};

/** Erases a cancelled order with everything that belongs to it, as data protection law requires. */
export const eraseOrder: ShopEvent = ({ shop, random }) => {
  const order = take(shop.inStage.cancelled, random.below(shop.inStage.cancelled.length || 1));
  if (order === undefined) return [];
  return ['order_items', 'payments', 'returns', 'orders'].map((table) => remove(table, { order_id: order }));
};

/** Moves one order to its next stage. Returns nothing when no order is in `from`. */
function onward(
  { shop, random }: Parameters<ShopEvent>[0],
  from: 'open' | 'paid' | 'sent' | 'delivered',
  to: 'paid' | 'sent' | 'delivered' | 'cancelled',
  changes: Readonly<Record<string, Value>>,
  besides: (order: number) => readonly Statement[] = () => [],
): readonly Statement[] {
  const waiting = shop.inStage[from];
  const order = take(waiting, random.below(waiting.length || 1));
  if (order === undefined) return [];
  shop.inStage[to].push(order);
  return [update('orders', { order_id: order }, { status: to, ...changes }), ...besides(order)];
}

/** Removes and returns one element in constant time. The order of the others changes. */
function take(list: number[], index: number): number | undefined {
  const taken = list[index];
  const last = list.pop();
  if (last !== undefined && index < list.length) list[index] = last;
  return taken;
}
