import type { EngineChecks } from '../../core/checks/engine';
import type { SourceEngine } from '../../core/planning/plan';

/** The checks of each engine, read when the engine is asked for. Undefined where none are written. */
const engines: Partial<Readonly<Record<SourceEngine, () => Promise<EngineChecks>>>> = {};

export async function engineChecks(engine: SourceEngine): Promise<EngineChecks | undefined> {
  return await engines[engine]?.();
}
