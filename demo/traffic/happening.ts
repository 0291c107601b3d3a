import type { Random } from './random';
import type { Shop } from './shop';
import type { Statement } from './statement';

export interface Scene {
  readonly shop: Shop;
  readonly random: Random;
  /** When it happens. */
  readonly at: Date;
}

/** Something that happens in the shop: the statements of one transaction; none when the shop has nothing for it. */
export type Happening = (scene: Scene) => readonly Statement[];
