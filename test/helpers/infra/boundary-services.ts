import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Services that a permissions boundary has to allow, as docs/deploying.md lists them. */
export const boundaryServices: readonly string[] = (() => {
  const text = readFileSync(join(__dirname, '../../../docs/deploying.md'), 'utf8');
  const [, list = ''] =
    /^The policy must allow the roles calls of these services:\n\n((?:- .*\n)+)/m.exec(text) ?? [];
  return [...list.matchAll(/`([a-z0-9]+)`/g)].map(([, name = '']) => name);
})();
