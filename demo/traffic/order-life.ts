import { opinions } from '../database/words';
import type { Happening } from './happening';
import { insert, remove, type Statement, update, type Value } from './statement';

const methods = ['card', 'invoice', 'PayPal', 'gift voucher'];
const day = 86_400_000;

/** A customer orders one to four things: the order and its lines, all or nothing. */
export const placeOrder: Happening = ({ shop, random, at }) => {
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

export const payOrder: Happening = (scene) => {
  const { shop, random, at } = scene;
  return onward(scene, 'open', 'paid', {}, (order) => {
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

export const sendOrder: Happening = (scene) =>
  onward(scene, 'paid', 'sent', {
    deliver_on: new Date(scene.at.getTime() + (1 + scene.random.below(5)) * day).toISOString().slice(0, 10),
    delivery_time: scene.random.chance(0.5) ? `${10 + scene.random.below(9)}:30` : null,
  });

export const deliverOrder: Happening = (scene) => onward(scene, 'sent', 'delivered', {});

/** Before it is paid: its lines go, the order stays and says so. */
export const cancelOrder: Happening = (scene) =>
  onward(scene, 'open', 'cancelled', { total: 0, comment: 'cancelled by the customer' }, (order) => [
    remove('order_items', { order_id: order }),
  ]);

/** Something comes back, and the money with it. */
export const returnOrder: Happening = (scene) => {
  const { shop, random, at } = scene;
  return onward(scene, 'delivered', 'cancelled', { comment: 'sent back' }, (order) => {
    shop.returns += 1;
    return [
      insert('returns', [
        { return_id: shop.returns, order_id: order, reason: random.pick(opinions), returned_at: at },
      ]),
      update('payments', { order_id: order }, { amount: 0, method: 'refunded' }),
    ];
  });
};

/** The law says forget: what was cancelled goes, with all that hangs on it. */
export const eraseOrder: Happening = ({ shop, random }) => {
  const order = take(shop.inStage.cancelled, random.below(shop.inStage.cancelled.length || 1));
  if (order === undefined) return [];
  return ['order_items', 'payments', 'returns', 'orders'].map((table) => remove(table, { order_id: order }));
};

/** Moves one order to its next stage; nothing when none waits in `from`. */
function onward(
  { shop, random }: Parameters<Happening>[0],
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

/** Removes and gives one, in constant time; the order of the others does not matter. */
function take(list: number[], index: number): number | undefined {
  const taken = list[index];
  const last = list.pop();
  if (last !== undefined && index < list.length) list[index] = last;
  return taken;
}
