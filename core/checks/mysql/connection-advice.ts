import {
  byCode,
  byText,
  type ConnectionAdvice,
  eitherOf,
  noTls,
  requiresTls,
  tooManyConnections,
  tryLater,
  unknownDatabase,
  wrongLogin,
} from '../connection/connection-advice';

/**
 * Errors by number, as the servers deliver them, and by name, as drivers may.
 * Source: https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html and
 * https://mariadb.com/kb/en/mariadb-error-codes/
 */
export const mysqlConnectionAdvice: readonly ConnectionAdvice[] = [
  {
    matches: byCode(1045, 1698, 'ER_ACCESS_DENIED_ERROR', 'ER_ACCESS_DENIED_NO_PASSWORD_ERROR'),
    advice: (failure) =>
      `${wrongLogin(failure)}; a login with REQUIRE SSL, or a server with require_secure_transport, also needs ssl: verify-ca on the connection`,
    isRejected: true,
  },
  {
    matches: byCode(1044, 'ER_DBACCESS_DENIED_ERROR'),
    advice: ({ databaseName }) => `run GRANT SELECT ON \`${databaseName}\`.* TO the login`,
  },
  { matches: byCode(1049, 'ER_BAD_DB_ERROR'), advice: unknownDatabase },
  {
    matches: eitherOf(
      byCode(3159, 'ER_SECURE_TRANSPORT_REQUIRED'),
      byText(/require_secure_transport|requires? (a )?secure connection/i),
    ),
    advice: requiresTls,
  },
  {
    matches: eitherOf(byCode('HANDSHAKE_NO_SSL_SUPPORT'), byText(/does not support secure/i)),
    advice: noTls,
  },
  {
    matches: eitherOf(
      byCode(1129, 'ER_HOST_IS_BLOCKED'),
      byText(/is blocked because of many connection errors/i),
    ),
    advice: () =>
      'the server blocks this host after failed connections; run FLUSH HOSTS, and raise max_connect_errors',
  },
  {
    matches: eitherOf(byCode(1130, 'ER_HOST_NOT_PRIVILEGED'), byText(/is not allowed to connect to this/i)),
    advice: () =>
      'the server has no login for this host; run CREATE USER for the login with the host name % or the addresses of the VPC',
  },
  {
    matches: eitherOf(byCode(1040, 'ER_CON_COUNT_ERROR'), byText(/Too many connections/i)),
    advice: tooManyConnections,
  },
  {
    matches: byCode(1203, 1226, 'ER_TOO_MANY_USER_CONNECTIONS', 'ER_USER_LIMIT_REACHED'),
    advice: () =>
      'the login has reached its limits; run ALTER USER ... WITH MAX_USER_CONNECTIONS 0 MAX_CONNECTIONS_PER_HOUR 0 MAX_QUERIES_PER_HOUR 0',
  },
  {
    matches: byCode(1820, 1862, 'ER_MUST_CHANGE_PASSWORD', 'ER_MUST_CHANGE_PASSWORD_LOGIN'),
    advice: ({ secretName }) =>
      `the password has expired; set a new one on the server and in the secret ${secretName}`,
  },
  {
    matches: byCode(3118, 4151, 'ER_ACCOUNT_HAS_BEEN_LOCKED', 3955),
    advice: () => 'the login is locked; run ALTER USER ... ACCOUNT UNLOCK',
  },
  {
    matches: eitherOf(
      byCode(
        1251,
        1275,
        1524,
        'ER_NOT_SUPPORTED_AUTH_MODE',
        'ER_PLUGIN_IS_NOT_LOADED',
        'AUTH_SWITCH_PLUGIN_ERROR',
      ),
      byText(/authentication plugin|auth plugin|authentication protocol|secure_auth/i),
    ),
    advice: () =>
      'the authentication plugin of the login is not supported; use caching_sha2_password or mysql_native_password',
  },
  {
    matches: byCode(1042, 'ER_BAD_HOST_ERROR'),
    advice: () =>
      'the server cannot resolve the address of this host; set skip_name_resolve = ON on the server',
  },
  {
    matches: byCode(1053, 1079, 1927, 3032, 'ER_SERVER_SHUTDOWN', 'ER_SERVER_OFFLINE_MODE'),
    advice: tryLater,
  },
];

/** Numbers of the server, and their names. Numbers from 2000 to 2999 are those of clients, about the network. */
export const mysqlServerCode = /^(?:[13-9]\d{3}|ER_\w+)$/;
