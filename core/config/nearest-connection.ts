import { didYouMean } from './nearest-name';
import type { Problem } from './problem';

interface KnownConnections {
  readonly source: readonly string[];
  readonly target: readonly string[];
}

/** Adds the connection that was meant to problems about names such as `sales_db`, which are refused before they are looked up. */
export function withNearestConnection(problem: Problem, known: KnownConnections): Problem {
  const kind = kindAt(problem);
  if (kind === undefined || problem.hint !== undefined) return problem;
  return { ...problem, ...didYouMean(problem.value, known[kind]) };
}

function kindAt({ file, path, value }: Problem): 'source' | 'target' | undefined {
  if (file.includes('environments/')) return path === `connections.${String(value)}` ? 'source' : undefined;
  if (!file.includes('departments/')) return undefined;
  if (/^(jobs\[\d+\]\.)?source$/.test(path)) return 'source';
  return /^(jobs\[\d+\]\.)?target$/.test(path) ? 'target' : undefined;
}
