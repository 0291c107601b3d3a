import type { Mode } from '../../model/mode';
import { engineFacts } from '../../model/source-engine';
import { reachable } from '../connection/source-reachable';
import { mysqlCatalogue } from '../mysql/catalogue';
import { oracleCatalogue } from '../oracle/catalogue';
import { postgresCatalogue } from '../postgres/catalogue';
import { sharedCatalogue } from '../shared/shared-checks';
import { sqlServerCatalogue } from '../sqlserver/catalogue';
import type { CheckDefinition } from './check-definition';

/** Every check there is, by engine; those that several engines share first. */
export const allChecks: readonly { readonly title: string; readonly checks: readonly CheckDefinition[] }[] = [
  { title: 'Every engine', checks: [reachable, ...sharedCatalogue] },
  { title: 'Oracle', checks: Object.values(oracleCatalogue) },
  { title: 'PostgreSQL', checks: Object.values(postgresCatalogue) },
  { title: 'SQL Server', checks: Object.values(sqlServerCatalogue) },
  { title: 'MySQL and MariaDB', checks: Object.values(mysqlCatalogue) },
];

const [begin, end] = ['<!-- generated: npm run config:schemas -->', '<!-- end of what is generated -->'];

/** The page with the catalogue as the code has it; what people wrote around it stays. Throws where the page has no place for it. */
export function withCatalogue(page: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page has no place for the catalogue: ${begin} ... ${end}`);
  const sections = allChecks.map(({ title, checks }) => `### ${title}\n\n${checks.map(said).join('\n')}`);
  return `${page.slice(0, from)}${begin}\n\n${sections.join('\n\n')}\n\n${page.slice(to)}`;
}

function said({ id, severity, title, why, source, engines, modes }: CheckDefinition): string {
  const some =
    engines.length === 1 || engines.length === 4
      ? []
      : [engines.map((one) => engineFacts[one].productName).join(', ')];
  const about = [severity, modesOf(modes), ...some].join('; ');
  return `- **\`${id}\`** (${about}): ${title}.\n  Why: ${why} ([source](${source})).`;
}

function modesOf(modes: readonly Mode[]): string {
  if (modes.length === 3) return 'all modes';
  return modes.includes('cdc') ? 'changes' : 'loads';
}
