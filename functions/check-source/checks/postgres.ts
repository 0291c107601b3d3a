export { postgresChecks as checks } from '../../../core/checks/postgres/postgres';
