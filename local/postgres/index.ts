/** Public entry point: PostgreSQL servers on this machine, as sources and targets. */
export { endLeftOver } from './left-over';
export { type PostgresServer, startPostgres, UnusableFolder } from './postgres-server';
export { findServerUser, type ServerUser } from './server-user';
export { watchServer } from './watchdog';
