import { randomUUID } from 'node:crypto';
import type { CloudContext } from './service';

/** UUID of version 4, made of the random numbers of the cloud if it has its own. */
export function newUuid({ random }: Pick<CloudContext, 'random'>): string {
  if (random === undefined) return randomUUID();
  const part = (): string =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  const [a, b, c, d] = [part(), part(), part(), part()];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`;
}
