import type { Happening, Scene } from './happening';
import {
  cancelOrder,
  deliverOrder,
  eraseOrder,
  payOrder,
  placeOrder,
  returnOrder,
  sendOrder,
} from './order-life';
import {
  changeCustomer,
  changePrice,
  changeReview,
  newCustomer,
  visit,
  withdrawReview,
  writeReview,
} from './shop-life';
import type { Statement } from './statement';

/** How often each happens, in a hundred. */
const day: readonly (readonly [happening: Happening, share: number])[] = [
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

const urn = day.flatMap(([happening, share]) => Array.from({ length: share }, () => happening));

/** The next transaction: never empty. */
export function nextTransaction(scene: Scene): readonly Statement[] {
  const statements = scene.random.pick(urn)(scene);
  return statements.length > 0 ? statements : placeOrder(scene);
}
