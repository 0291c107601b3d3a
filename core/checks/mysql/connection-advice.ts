import {
  type ConnectionAdvice,
  noTls,
  tooManyConnections,
  unknownDatabase,
  wrongLogin,
} from '../connection/connection-advice';

/** Source: https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html */
export const mysqlConnectionAdvice: readonly ConnectionAdvice[] = [
  {
    matches: /ER_ACCESS_DENIED_ERROR|\b1045\b|ER_DBACCESS_DENIED|\b1044\b/,
    advice: wrongLogin,
    isRejected: true,
  },
  { matches: /ER_BAD_DB_ERROR|\b1049\b/, advice: unknownDatabase },
  { matches: /HANDSHAKE_NO_SSL_SUPPORT|does not support secure/, advice: noTls },
  {
    matches: /AUTH_SWITCH_PLUGIN_ERROR|plugin/i,
    advice: () =>
      'the authentication plugin of the login is not supported; use caching_sha2_password or mysql_native_password',
  },
  { matches: /ER_CON_COUNT_ERROR|\b1040\b/, advice: tooManyConnections },
  {
    matches: /ER_HOST_IS_BLOCKED|ER_HOST_NOT_PRIVILEGED/,
    advice: () => 'the server blocks this host; run FLUSH HOSTS',
  },
];
