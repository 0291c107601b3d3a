import { changeModes, loadModes, type Mode } from '../../model/mode';
import type { SourceEngine } from '../../model/source-engine';
import type { Severity } from '../report/check-report';
import type { CheckDefinition } from './check-definition';

/** Modes that follow changes, that load, and all of DMS's. */
export const changes: readonly Mode[] = changeModes;
export const loads: readonly Mode[] = loadModes;
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
