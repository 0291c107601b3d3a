import type { EngineChecks } from '../../core/checks/evaluation/engine-checks';
import type { SourceEngine } from '../../core/model/source-engine';
import type { SplitEngine } from '../../core/splitting/split-engine';
import type { Driver } from './source-database';

interface Engine {
  checks(): Promise<{ readonly checks: EngineChecks; readonly splits: SplitEngine }>;
  driver(): Promise<{ readonly driver: Driver }>;
}

/**
 * Checks, splitter and driver of each engine. Each import becomes a file beside the bundle of the
 * function, which is loaded only when its engine is used.
 */
const engines: Readonly<Record<SourceEngine, Engine>> = {
  mysql: { checks: () => import('./checks/mysql'), driver: () => import('./drivers/mysql') },
  oracle: { checks: () => import('./checks/oracle'), driver: () => import('./drivers/oracle') },
  postgres: { checks: () => import('./checks/postgres'), driver: () => import('./drivers/postgres') },
  sqlserver: { checks: () => import('./checks/sqlserver'), driver: () => import('./drivers/sqlserver') },
};

export async function engineChecks(engine: SourceEngine): Promise<EngineChecks> {
  return (await engines[engine].checks()).checks;
}

export async function splitEngine(engine: SourceEngine): Promise<SplitEngine> {
  return (await engines[engine].checks()).splits;
}

export async function databaseDriver(engine: SourceEngine): Promise<Driver> {
  return (await engines[engine].driver()).driver;
}
