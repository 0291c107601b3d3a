import {
  byCode,
  byText,
  type ConnectionAdvice,
  eitherOf,
  noTls,
  requiresTls,
  tryLater,
  unknownDatabase,
  wrongLogin,
} from '../connection/connection-advice';

/**
 * The driver passes on the server's text with the code ELOGIN, ODBC the number as well. Source: sys.messages,
 * https://learn.microsoft.com/en-us/sql/relational-databases/errors-events/database-engine-events-and-errors and
 * https://learn.microsoft.com/en-us/azure/azure-sql/database/troubleshoot-common-errors-issues
 */
export const sqlServerConnectionAdvice: readonly ConnectionAdvice[] = [
  { matches: byText(/requires encryption/i), advice: requiresTls },
  { matches: eitherOf(byCode('EENCRYPT'), byText(/does not support encryption/i)), advice: noTls },
  {
    // 40615 and 40914, of Azure.
    matches: eitherOf(byCode(40615, 40914), byText(/is not allowed to access the server/i)),
    advice: () =>
      'the firewall of the Azure SQL server rejects this address; add a firewall rule for it (sp_set_firewall_rule in master), or a private endpoint',
  },
  {
    matches: eitherOf(byCode(47073), byText(/Deny Public Network Access/i)),
    advice: () =>
      'the Azure SQL server denies public access; add a private endpoint, or enable public access',
  },
  {
    matches: eitherOf(
      byCode(40613, 40197, 40501, 40143, 40544, 10928, 10929, 18401),
      byText(/not currently available|service is currently busy|script upgrade mode|resource limit/i),
    ),
    advice: tryLater,
  },
  {
    matches: eitherOf(byCode(40532), byText(/Cannot open server/i)),
    advice: ({ secretName }) =>
      `write the username as user@server into the secret ${secretName}, with the first part of the host name`,
  },
  {
    matches: eitherOf(byCode(4060, 4064), byText(/Cannot open (user default )?database/i)),
    advice: unknownDatabase,
  },
  {
    matches: eitherOf(byCode(18470), byText(/account is disabled/i)),
    advice: () => 'the login is disabled; run ALTER LOGIN ... ENABLE',
  },
  {
    matches: eitherOf(byCode(18486), byText(/account is (currently )?locked/i)),
    advice: () => 'the login is locked; run ALTER LOGIN ... WITH PASSWORD = ... UNLOCK',
  },
  {
    matches: eitherOf(
      byCode(18487, 18488),
      byText(/password (of the account )?(has expired|must be changed)/i),
    ),
    advice: ({ secretName }) =>
      `the password has expired; set a new one on the server and in the secret ${secretName}`,
  },
  {
    matches: eitherOf(byCode(18452), byText(/untrusted domain|cannot be used with (Windows|Integrated)/i)),
    advice: ({ secretName }) =>
      `write a login of SQL Server, not of Windows, into the secret ${secretName}, and enable SQL Server authentication`,
  },
  {
    matches: eitherOf(
      byCode(17809, 18461),
      byText(/maximum number of .*connections|only one administrator/i),
    ),
    advice: () => 'the server accepts no more connections; raise user connections (sp_configure)',
  },
  {
    matches: eitherOf(byCode(916), byText(/is not able to access the database/i)),
    advice: ({ databaseName }) => `run CREATE USER ... FOR LOGIN ... in the database ${databaseName}`,
  },
  {
    matches: eitherOf(
      byCode(921, 922, 924, 952),
      byText(/(recovered|recovery|in transition|single-user mode)\b/i),
    ),
    advice: tryLater,
  },
  { matches: eitherOf(byCode(18456), byText(/Login failed/i)), advice: wrongLogin, isRejected: true },
  {
    // A text in another language, or of another version.
    matches: byCode('ELOGIN'),
    advice: ({ secretName }) =>
      `the text of the server says why it rejects the login; if that is the password, correct it in the secret ${secretName}`,
    isRejected: true,
  },
  { matches: byCode('EINSTLOOKUP'), advice: () => 'write the port of the instance into the secret' },
];

/** Numbers of the server, and the driver's code for its answers. ODBC also passes on numbers of Windows about the network. */
export const sqlServerServerCode = /^(?!(?:0|2|53|64|121|258|1225|100\d\d|11001)$)(?:\d+|ELOGIN)$/;
