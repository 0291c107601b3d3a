import type { Advice } from './connection-problem';

const thick =
  'node-oracledb’s Thin mode cannot do that: write thick: true on the connection (layers/oracledb/README.md)';

/**
 * NJS-* are node-oracledb's in Thin mode, ORA-* the server's.
 * Source: https://node-oracledb.readthedocs.io/en/latest/user_guide/appendix_a.html and the driver's own lib/errors.js.
 */
export const oracleAdvice: readonly Advice[] = [
  {
    is: /NJS-116/,
    todo: () =>
      `the login has only a 10g password verifier: see that sec_case_sensitive_logon is not FALSE, and set the password anew. ${thick}`,
  },
  { is: /NJS-138/, todo: () => `the server is older than Oracle 12.1. ${thick}` },
  {
    is: /NJS-533|NJS-532|ORA-126(60|50|66)/,
    todo: () => `the server asks for native network encryption. ${thick}`,
  },
  {
    is: /NJS-518|NJS-519|ORA-12514|ORA-12505/,
    todo: ({ databaseName }) =>
      `the listener knows neither a service nor a SID ${databaseName}: fix database on the connection (lsnrctl status lists them)`,
  },
  {
    is: /ORA-01017|ORA-01005/,
    todo: ({ secretName }) => `fix username and password in the secret ${secretName}`,
    isRefused: true,
  },
  { is: /ORA-28000/, todo: () => 'the login is locked: ALTER USER ... ACCOUNT UNLOCK' },
  {
    is: /ORA-28001|ORA-28002/,
    todo: ({ secretName }) =>
      `the password has expired: set a new one, there and in the secret ${secretName}`,
    isRefused: true,
  },
  { is: /ORA-01045/, todo: () => 'grant CREATE SESSION to the login' },
  { is: /ORA-0103[34]/, todo: () => 'the database is not open: try again later' },
  {
    is: /ORA-0002[04]|ORA-12516|ORA-12519/,
    todo: () => 'the server has no session left: raise PROCESSES',
  },
  {
    is: /NJS-045|NJS-118|DPI-1047|Cannot locate a 64-bit Oracle Client/,
    todo: () =>
      'Oracle’s client libraries are not there: set oracle-instant-client in the environment’s file and deploy the platform',
  },
  {
    is: /NJS-50[5678]/,
    todo: ({ secretName }) =>
      `the TLS handshake failed: put the CA’s certificate as PEM under "ca" into the secret ${secretName}, and the TCPS port`,
  },
  {
    is: /NJS-530/,
    todo: ({ secretName }) =>
      `the name is not known in Lakeferry’s network: check host in the secret ${secretName} and the VPC’s DNS`,
  },
  {
    is: /NJS-511|ORA-12541/,
    todo: ({ secretName }) => `nothing listens there: check host and port in the secret ${secretName}`,
  },
  {
    is: /NJS-51[03]|NJS-500.*timeout/,
    todo: () =>
      'nobody answered in time: let the security group of the replication instance in, and check routes and firewalls',
  },
  {
    is: /NJS-50[01]|NJS-509|NJS-521|NJS-103|NJS-102/,
    todo: () =>
      'what listens there cut the connection or does not speak as an Oracle listener: check the port, and whether it is TCPS',
  },
];
