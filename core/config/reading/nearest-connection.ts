import { didYouMean } from '../../nearest-name';
import type { Problem } from './problem';

interface KnownConnections {
  readonly source: readonly string[];
  readonly target: readonly string[];
}

/** Adds the nearest connection to problems about names such as `sales_db`, which do not fit the schema of a name. */
export function withNearestConnection(problem: Problem, known: KnownConnections): Problem {
  const kind = kindAt(problem);
  if (kind === undefined || problem.hint !== undefined) return problem;
  const names = kind === 'any' ? [...known.source, ...known.target] : known[kind];
  return { ...problem, ...didYouMean(problem.value, names) };
}

function kindAt({ file, path, value }: Problem): 'source' | 'target' | 'any' | undefined {
  if (file.includes('environments/')) return path === `connections.${String(value)}` ? 'any' : undefined;
  if (!file.includes('departments/')) return undefined;
  if (/^(jobs\[\d+\]\.)?source$/.test(path)) return 'source';
  return /^(jobs\[\d+\]\.)?target$/.test(path) ? 'target' : undefined;
}
