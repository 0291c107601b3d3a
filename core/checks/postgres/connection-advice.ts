import {
  type ConnectionAdvice,
  noTls,
  tooManyConnections,
  unknownDatabase,
  wrongLogin,
} from '../connection/connection-advice';

/** Source: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const postgresConnectionAdvice: readonly ConnectionAdvice[] = [
  { matches: /\b28P01\b|\b28000\b/, advice: wrongLogin, isRejected: true },
  { matches: /\b3D000\b/, advice: unknownDatabase },
  { matches: /does not support SSL/, advice: noTls },
  { matches: /\b53300\b/, advice: tooManyConnections },
  { matches: /\b57P03\b/, advice: () => 'the server is starting or in recovery; try again later' },
];
