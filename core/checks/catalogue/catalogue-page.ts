import { modes as allModes, type Mode } from '../../model/mode';
import { engineFacts, sourceEngines } from '../../model/source-engine';
import { allChecks } from './all-checks';
import type { CheckDefinition } from './check-definition';

const [begin, end] = ['<!-- generated: npm run config:schemas -->', '<!-- end of the generated part -->'];

/**
 * Returns the page with the catalogue of the code. What people wrote around it stays. Throws when
 * the page has no place for it.
 */
export function withCatalogue(page: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page has no place for the catalogue: ${begin} ... ${end}`);
  const sections = allChecks.map(({ title, checks }) => `### ${title}\n\n${checks.map(entryOf).join('\n')}`);
  return `${page.slice(0, from)}${begin}\n\n${sections.join('\n\n')}\n\n${page.slice(to)}`;
}

function entryOf({ id, severity, title, why, source, engines, modes }: CheckDefinition): string {
  const named =
    engines.length === 1 || engines.length === sourceEngines.length
      ? []
      : [engines.map((engine) => engineFacts[engine].productName).join(', ')];
  const scope = [severity, scopeOf(modes), ...named].join('; ');
  return `- **\`${id}\`** (${scope}): ${title}.\n  Why: ${why} ([source](${source})).`;
}

function scopeOf(modes: readonly Mode[]): string {
  if (modes.length === allModes.length) return 'all modes';
  return modes.includes('cdc') ? 'CDC' : 'full load';
}
