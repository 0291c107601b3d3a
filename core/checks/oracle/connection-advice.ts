import { byCodeInText, type ConnectionAdvice, tryLater } from '../connection/connection-advice';
import { interrupted, noResponse, unknownHost, wrongAddress } from '../connection/network-advice';

const thick =
  'node-oracledb’s Thin mode does not support this; set thick: true on the connection (layers/oracledb/README.md)';

/**
 * Codes NJS-* are those of node-oracledb in Thin mode, ORA-* those of the server.
 * Source: https://node-oracledb.readthedocs.io/en/latest/user_guide/appendix_a.html and the
 * driver's own lib/errors.js.
 */
export const oracleConnectionAdvice: readonly ConnectionAdvice[] = [
  {
    matches: byCodeInText(/NJS-116/),
    advice: () =>
      `the login has only a 10g password verifier; make sure that sec_case_sensitive_logon is not FALSE, and set the password again. ${thick}`,
    isOfLakeferry: true,
  },
  {
    matches: byCodeInText(/NJS-138/),
    advice: () => `the server is older than Oracle 12.1. ${thick}`,
    isOfLakeferry: true,
  },
  {
    matches: byCodeInText(/NJS-533|NJS-532|ORA-126(60|50|66)/),
    advice: () => `the server requires native network encryption. ${thick}`,
    isOfLakeferry: true,
  },
  {
    matches: byCodeInText(/NJS-518|NJS-519|ORA-12514|ORA-12505/),
    advice: ({ databaseName }) =>
      `the listener knows neither a service nor a SID ${databaseName}; correct database on the connection (lsnrctl status lists them)`,
  },
  {
    matches: byCodeInText(/ORA-01017|ORA-01005/),
    advice: ({ secretName }) => `correct username and password in the secret ${secretName}`,
    isRejected: true,
  },
  {
    matches: byCodeInText(/ORA-28000/),
    advice: () => 'the login is locked; run ALTER USER ... ACCOUNT UNLOCK',
  },
  {
    matches: byCodeInText(/ORA-28001|ORA-28002/),
    advice: ({ secretName }) =>
      `the password has expired; set a new one on the server and in the secret ${secretName}`,
    isRejected: true,
  },
  { matches: byCodeInText(/ORA-01045/), advice: () => 'grant CREATE SESSION to the login' },
  {
    matches: byCodeInText(/ORA-0103[34]|ORA-01109|ORA-01219/),
    advice: () => 'the database is not open; try again later',
  },
  { matches: byCodeInText(/ORA-01089|ORA-01090|ORA-01035|ORA-12526|ORA-12528/), advice: tryLater },
  {
    matches: byCodeInText(/ORA-0002[04]|ORA-00018|ORA-02391|ORA-12516|ORA-12519|ORA-12520/),
    advice: () =>
      'the server accepts no more sessions; raise PROCESSES, or SESSIONS_PER_USER of the login’s profile',
  },
  {
    matches: byCodeInText(/NJS-045|NJS-118|DPI-1047|Cannot locate a 64-bit Oracle Client/),
    advice: () =>
      'Oracle’s client libraries are not installed; set oracle-instant-client in the environment file and deploy the platform',
    isOfLakeferry: true,
  },
  {
    matches: byCodeInText(/NJS-50[5678]/),
    advice: ({ secretName }) =>
      `the TLS handshake failed; add the certificate of the CA as PEM under "ca" to the secret ${secretName}, and use the TCPS port`,
    isOfLakeferry: true,
  },
  { matches: byCodeInText(/NJS-530|ORA-12545|ORA-12154/), advice: unknownHost, isOfLakeferry: true },
  { matches: byCodeInText(/NJS-511|ORA-12541/), advice: wrongAddress, isOfLakeferry: true },
  {
    matches: byCodeInText(/NJS-51[03]|NJS-500.*timeout|ORA-12170|ORA-12535|ORA-12543/),
    advice: noResponse,
    isOfLakeferry: true,
  },
  {
    matches: byCodeInText(/NJS-50[01]|NJS-509|NJS-521|NJS-103|NJS-102/),
    advice: () =>
      'the server at this port does not respond as an Oracle listener; check the port, and whether it is a TCPS port',
    isOfLakeferry: true,
  },
  {
    matches: byCodeInText(/ORA-0311[34]|ORA-03135|ORA-12537|ORA-12547|ORA-12571/),
    advice: interrupted,
    isOfLakeferry: true,
  },
];

/** Codes of the server. ORA-12xxx and the three of a lost connection are about the network. */
export const oracleServerCode = /^ORA-(?!12|03(113|114|135))\d+$/;
