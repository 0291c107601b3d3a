import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Journal, journalOf } from '../durable/journal';
import type { CloudContext } from '../service';
import type { Leftover, Stack, StackResource } from './stack';

const KeptStack = z.object({ id: z.string(), createdAt: z.coerce.date() });
const KeptResource = z.object({
  type: z.string(),
  properties: z.record(z.string(), z.unknown()),
  deployed: z.object({
    ref: z.string(),
    attributes: z.record(z.string(), z.unknown()),
    masked: z.boolean().optional(),
  }),
  at: z.coerce.date(),
  needs: z.array(z.string()).default([]),
  generation: z.number().default(0),
  deletionPolicy: z.string().optional(),
  replacePolicy: z.string().optional(),
});
const KeptLeftover = KeptResource.extend({ isRetained: z.boolean() });

/**
 * Stacks in a journal: `<stack>`, `<stack>/<logical ID>`, `<stack>/<logical ID>/begun` while a resource is being created,
 * and `<stack>/<logical ID>/left/<n>`. Of the resources, only those that last.
 */
export class KeptStacks {
  readonly #journal: Journal;
  readonly #interrupted = new Set<string>();

  constructor(context: CloudContext) {
    this.#journal = journalOf(context, 'cloudformation');
  }

  /** Stacks of earlier processes. `make` returns a stack without resources. */
  restore(make: (name: string, kept: z.infer<typeof KeptStack>) => Stack): readonly Stack[] {
    const byName = new Map<string, Stack>();
    for (const [key, value] of this.#journal.found) {
      const [name = '', logicalId, part] = key.split('/');
      const stack = byName.get(name);
      if (logicalId === undefined) byName.set(name, make(name, KeptStack.parse(value)));
      else if (part === 'begun') this.#interrupted.add(key);
      else if (part === 'left') {
        const { isRetained, ...resource } = KeptLeftover.parse(value);
        stack?.leftovers.push({ key, isRetained, resource: { logicalId, ...resource, lasts: true } });
      } else stack?.resources.set(logicalId, { logicalId, ...KeptResource.parse(value), lasts: true });
    }
    return [...byName.values()];
  }

  putStack({ name, id, createdAt }: Stack): void {
    this.#journal.put(name, { id, createdAt });
  }

  deleteStack({ name }: Stack): void {
    this.#journal.delete(name);
  }

  /** Returns true when an earlier process crashed while it created the resource. */
  begin({ name }: Stack, logicalId: string): boolean {
    const key = `${name}/${logicalId}/begun`;
    this.#journal.put(key, true);
    return this.#interrupted.delete(key);
  }

  put({ name }: Stack, { lasts, logicalId, ...kept }: StackResource): void {
    if (!lasts) return;
    this.#journal.put(`${name}/${logicalId}`, kept);
    this.#journal.delete(`${name}/${logicalId}/begun`);
  }

  delete({ name }: Stack, logicalId: string): void {
    this.#journal.delete(`${name}/${logicalId}`);
  }

  leave({ name }: Stack, resource: StackResource, isRetained: boolean): Leftover {
    const { lasts, logicalId, ...kept } = resource;
    const key = `${name}/${logicalId}/left/${randomUUID()}`;
    if (lasts) this.#journal.put(key, { ...kept, isRetained });
    return { key, resource, isRetained };
  }

  deleteLeftover({ key }: Leftover): void {
    this.#journal.delete(key);
  }
}
