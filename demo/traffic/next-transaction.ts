import {
  changeCustomer,
  changePrice,
  changeReview,
  newCustomer,
  visit,
  withdrawReview,
  writeReview,
} from './customer-events';
import {
  cancelOrder,
  deliverOrder,
  eraseOrder,
  payOrder,
  placeOrder,
  returnOrder,
  sendOrder,
} from './order-events';
import type { ShopEvent, ShopMoment } from './shop-event';
import type { Statement } from './sql-statement';

/** Frequency of each event, in percent. */
const shares: readonly (readonly [event: ShopEvent, share: number])[] = [
  [placeOrder, 24],
  [payOrder, 19],
  [sendOrder, 15],
  [deliverOrder, 11],
  [cancelOrder, 4],
  [returnOrder, 2],
  [eraseOrder, 3],
  [changeCustomer, 6],
  [newCustomer, 2],
  [visit, 8],
  [writeReview, 2],
  [changeReview, 1],
  [withdrawReview, 1],
  [changePrice, 2],
];

const weightedEvents = shares.flatMap(([event, share]) => Array.from({ length: share }, () => event));

/** Statements of the next transaction, at least one. */
export function nextTransaction(moment: ShopMoment): readonly Statement[] {
  const statements = moment.random.pick(weightedEvents)(moment);
  return statements.length > 0 ? statements : placeOrder(moment);
}
