import { type ConnectionAdvice, noTls, unknownDatabase, wrongLogin } from '../connection/connection-advice';

/**
 * Source:
 * https://learn.microsoft.com/en-us/sql/relational-databases/errors-events/mssqlserver-18456-database-engine-error
 */
export const sqlServerConnectionAdvice: readonly ConnectionAdvice[] = [
  { matches: /Cannot open database/i, advice: unknownDatabase },
  { matches: /ELOGIN|Login failed/, advice: wrongLogin, isRejected: true },
  { matches: /EENCRYPT|does not support encryption/i, advice: noTls },
  { matches: /EINSTLOOKUP/, advice: () => 'write the port of the instance into the secret' },
];
