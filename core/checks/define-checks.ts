import type { Mode, SourceEngine } from '../planning/plan';
import type { CheckDefinition, Severity } from './check';

/** Modes that follow changes, that load, and all of DMS's. */
export const changes: readonly Mode[] = ['cdc', 'full-load-and-cdc'];
export const loads: readonly Mode[] = ['full-load', 'full-load-and-cdc'];
export const all: readonly Mode[] = ['full-load', ...changes];

/** Defines the checks of one engine; `guide` is the page that says so, unless a check names another. */
export function defineFor(engine: SourceEngine, guide: string) {
  return (
    id: string,
    modes: readonly Mode[],
    severity: Severity,
    title: string,
    why: string,
    source = guide,
  ): CheckDefinition => ({
    id: `${engine}-${id}`,
    engines: [engine],
    modes,
    severity,
    title,
    why,
    source,
  });
}
