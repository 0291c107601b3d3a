import type { EngineChecks } from '../../core/checks/engine';
import type { SourceEngine } from '../../core/planning/plan';

/**
 * The checks of each engine: a file of its own in `checks/`, which becomes a file beside the function's and is read when the engine
 * is asked for, such as `postgres: async () => (await import('./checks/postgres')).checks`.
 */
const engines: Partial<Readonly<Record<SourceEngine, () => Promise<EngineChecks>>>> = {
  mysql: async () => (await import('./checks/mysql')).checks,
  postgres: async () => (await import('./checks/postgres')).checks,
};

/** Undefined for an engine that has none. */
export async function engineChecks(engine: SourceEngine): Promise<EngineChecks | undefined> {
  return await engines[engine]?.();
}
