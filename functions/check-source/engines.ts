import type { EngineChecks } from '../../core/checks/evaluation/engine-checks';
import type { SourceEngine } from '../../core/model/source-engine';

/**
 * The checks of each engine: a file of its own in `checks/`, which becomes a file beside the function's and is read when the engine
 * is asked for, such as `postgres: async () => (await import('./checks/postgres')).checks`.
 */
const engines: Readonly<Record<SourceEngine, () => Promise<EngineChecks>>> = {
  mysql: async () => (await import('./checks/mysql')).checks,
  oracle: async () => (await import('./checks/oracle')).checks,
  postgres: async () => (await import('./checks/postgres')).checks,
  sqlserver: async () => (await import('./checks/sqlserver')).checks,
};

export async function engineChecks(engine: SourceEngine): Promise<EngineChecks> {
  return await engines[engine]();
}
