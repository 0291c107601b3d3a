import { engineFacts } from '../../core/model/source-engine';
import type { SourceConnection } from '../../core/planning/connection-plan';
import { oneLine } from './escape-control-characters';

/** `sales-db, PostgreSQL 16.4`. A version that names its product is shown as it is. */
export function sourceName(
  { name, engine }: Pick<SourceConnection, 'name' | 'engine'>,
  version: string | undefined,
): string {
  const product = engineFacts[engine].productName;
  if (version === undefined) return `${name}, ${product}`;
  const text = oneLine(version);
  return `${name}, ${/[a-z]{4}/i.test(version) ? text : `${product} ${text}`}`;
}
