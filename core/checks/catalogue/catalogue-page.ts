import { replaceGeneratedPart } from '../../generated-part';
import { modes as allModes, type Mode } from '../../model/mode';
import { engineFacts, sourceEngines } from '../../model/source-engine';
import { allChecks } from './all-checks';
import type { CheckDefinition } from './check-definition';

/** Returns the page with the catalogue of the code. What people wrote around it stays. */
export function withCatalogue(page: string): string {
  const sections = allChecks.map(({ title, checks }) => `### ${title}\n\n${checks.map(entryOf).join('\n')}`);
  return replaceGeneratedPart(page, sections.join('\n\n'));
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
