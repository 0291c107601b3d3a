import {
  type ConnectionAdvice,
  noResponse,
  unknownHost,
  wrongAddress,
} from '../connection/connection-advice';

const thick =
  'node-oracledb’s Thin mode does not support this; set thick: true on the connection (layers/oracledb/README.md)';

/**
 * Codes NJS-* are those of node-oracledb in Thin mode, ORA-* those of the server.
 * Source: https://node-oracledb.readthedocs.io/en/latest/user_guide/appendix_a.html and the
 * driver's own lib/errors.js.
 */
export const oracleConnectionAdvice: readonly ConnectionAdvice[] = [
  {
    matches: /NJS-116/,
    advice: () =>
      `the login has only a 10g password verifier; make sure that sec_case_sensitive_logon is not FALSE, and set the password again. ${thick}`,
  },
  { matches: /NJS-138/, advice: () => `the server is older than Oracle 12.1. ${thick}` },
  {
    matches: /NJS-533|NJS-532|ORA-126(60|50|66)/,
    advice: () => `the server requires native network encryption. ${thick}`,
  },
  {
    matches: /NJS-518|NJS-519|ORA-12514|ORA-12505/,
    advice: ({ databaseName }) =>
      `the listener knows neither a service nor a SID ${databaseName}; correct database on the connection (lsnrctl status lists them)`,
  },
  {
    matches: /ORA-01017|ORA-01005/,
    advice: ({ secretName }) => `correct username and password in the secret ${secretName}`,
    isRejected: true,
  },
  { matches: /ORA-28000/, advice: () => 'the login is locked; run ALTER USER ... ACCOUNT UNLOCK' },
  {
    matches: /ORA-28001|ORA-28002/,
    advice: ({ secretName }) =>
      `the password has expired; set a new one on the server and in the secret ${secretName}`,
    isRejected: true,
  },
  { matches: /ORA-01045/, advice: () => 'grant CREATE SESSION to the login' },
  { matches: /ORA-0103[34]/, advice: () => 'the database is not open; try again later' },
  {
    matches: /ORA-0002[04]|ORA-12516|ORA-12519/,
    advice: () => 'the server accepts no more sessions; raise PROCESSES',
  },
  {
    matches: /NJS-045|NJS-118|DPI-1047|Cannot locate a 64-bit Oracle Client/,
    advice: () =>
      'Oracle’s client libraries are not installed; set oracle-instant-client in the environment file and deploy the platform',
  },
  {
    matches: /NJS-50[5678]/,
    advice: ({ secretName }) =>
      `the TLS handshake failed; add the certificate of the CA as PEM under "ca" to the secret ${secretName}, and use the TCPS port`,
  },
  { matches: /NJS-530/, advice: unknownHost },
  { matches: /NJS-511|ORA-12541/, advice: wrongAddress },
  { matches: /NJS-51[03]|NJS-500.*timeout/, advice: noResponse },
  {
    matches: /NJS-50[01]|NJS-509|NJS-521|NJS-103|NJS-102/,
    advice: () =>
      'the server at this port does not respond as an Oracle listener; check the port, and whether it is a TCPS port',
  },
];
