import type { Random } from './seeded-random';
import type { Shop } from './shop-state';
import type { Statement } from './sql-statement';

/** Shop at the time of an event. */
export interface ShopMoment {
  readonly shop: Shop;
  readonly random: Random;
  /** Time of the event. */
  readonly at: Date;
}

/** Event in the shop: the statements of one transaction. Empty when the shop has nothing for it. */
export type ShopEvent = (moment: ShopMoment) => readonly Statement[];
