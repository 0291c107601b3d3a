import type { Socket } from 'node:net';
import type { SourceEngine } from '../../../core/model/source-engine';
import { RunError } from '../../../core/runs/record/run-error';
import { openSource } from '../../../functions/check-source/open-source';
import { patience } from '../../helpers/run/machine-speed';
import { closedPort, type Listener, type Manner, startListener } from '../../helpers/runs/listeners';
import { rejectAsMysql, rejectAsSqlServer, startRejectingServer } from '../../helpers/runs/rejecting-servers';

const engines: readonly SourceEngine[] = ['oracle', 'postgres', 'sqlserver', 'mysql'];
const manners: readonly Manner[] = ['hangs', 'resets', 'talks-nonsense'];
const login = { username: 'lake_reader', password: 'correct horse battery', host: '127.0.0.1' };
const written: string[] = [];
/** Ends long after our own limits, and long before the drivers'. */
const limitSeconds = patience(9);
let listener: Listener | undefined;

beforeEach(() => {
  written.length = 0;
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, 'write').mockImplementation((chunk) => {
      written.push(String(chunk));
      return true;
    });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await listener?.stop();
  listener = undefined;
});

/** Error of opening a source, and the seconds until it. */
async function attempt(engine: SourceEngine, port: number, sslMode: 'none' | 'verify-full' = 'none') {
  const began = performance.now();
  const error = await openSource(
    engine,
    { ...login, port },
    { name: 'source', engine, secretName: 'lakeferry/source', databaseName: 'SALES', sslMode },
    { connectTimeoutSeconds: 1 },
  ).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RunError)) throw new Error(`no error: ${String(error)}`);
  return { error, seconds: (performance.now() - began) / 1000 };
}

function holdsNoLogin(error: Error): void {
  const everything = `${error.message}\n${error.stack}\n${String(error.cause)}\n${JSON.stringify(error)}\n${written.join('\n')}`;
  expect(everything).not.toContain(login.password);
  expect(everything).not.toContain(login.username);
}

describe.each(engines)('%s', (engine) => {
  test('the error of a closed port names engine, host, port and the secret to correct', async () => {
    const port = await closedPort();
    const { error, seconds } = await attempt(engine, port);
    expect(error).toMatchObject({ name: 'SourceUnreachable' });
    expect(error.message).toMatch(new RegExp(`^${engine} at 127\\.0\\.0\\.1:${port}: `));
    expect(error.message).toMatch(
      /nothing listens at this address; check host and port in the secret lakeferry\/source/,
    );
    expect(seconds).toBeLessThan(limitSeconds);
    holdsNoLogin(error);
  });

  test.each(manners)('a listener that %s ends within the time limit, with advice', async (manner) => {
    listener = await startListener(manner);
    const { error, seconds } = await attempt(engine, listener.port);
    expect(error.message).toMatch(new RegExp(`^${engine} at 127\\.0\\.0\\.1:${listener.port}: `));
    expect(error.message).toMatch(
      manner === 'hangs'
        ? /the server did not respond in time; allow the security group/
        : /interrupted|port|did not respond in time/,
    );
    expect(error.message).not.toMatch(/see the log of the server/);
    // The driver's own limit of a second, or ours after two more.
    expect(seconds).toBeLessThan(limitSeconds);
    holdsNoLogin(error);
  });

  test('a listener without TLS gets no data in plain text', async () => {
    listener = await startListener('talks-nonsense');
    const { error, seconds } = await attempt(engine, listener.port, 'verify-full');
    expect(error.name).toBe('SourceUnreachable');
    expect(seconds).toBeLessThan(limitSeconds);
    holdsNoLogin(error);
  });

  test('the error of an unknown host says so', async () => {
    const error = await openSource(
      engine,
      { ...login, host: 'no-such-host.invalid', port: 1521 },
      { name: 's', engine, secretName: 'lakeferry/source', databaseName: 'SALES', sslMode: 'none' },
      { connectTimeoutSeconds: 2 },
    ).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/Lakeferry’s network cannot resolve the name|did not respond in time/);
  });
});

describe('a server that rejects the connection', () => {
  type Case = [engine: SourceEngine, code: string, message: string, answer: (socket: Socket) => void];
  const mysql = (number: number, message: string, when: 'at-once' | 'after-login' = 'after-login'): Case => [
    'mysql',
    `${number}`,
    message,
    rejectAsMysql(number, message, when),
  ];
  const sqlServer = (number: number, message: string): Case => [
    'sqlserver',
    'ELOGIN',
    message,
    rejectAsSqlServer({ number, message }),
  ];

  test.each<[...Case, todo: RegExp]>([
    [
      ...mysql(1129, "Host '10.0.1.135' is blocked because of many connection errors", 'at-once'),
      /FLUSH HOSTS/,
    ],
    [
      ...mysql(1130, "Host '10.0.1.135' is not allowed to connect to this MySQL server", 'at-once'),
      /CREATE USER/,
    ],
    [...mysql(1040, 'Too many connections', 'at-once'), /raise max_connections/],
    [
      ...mysql(3159, 'Connections using insecure transport are prohibited'),
      /only encrypted connections; set ssl: verify-ca/,
    ],
    [...mysql(3118, 'Access denied. Account is locked.'), /ACCOUNT UNLOCK/],
    [...mysql(1999, 'the connection timed out while it was closed'), /see its log.*server-error-reference/],
    [
      'sqlserver',
      'EENCRYPT',
      'Server requires encryption',
      rejectAsSqlServer('requires-encryption'),
      /only encrypted connections; set ssl: require/,
    ],
    [...sqlServer(18456, 'Login failed.'), /correct username and password/],
    [
      ...sqlServer(40615, "Client with IP address '10.0.1.135' is not allowed to access the server."),
      /firewall rule/,
    ],
    [
      ...sqlServer(4060, 'Cannot open database "SALES" requested by the login.'),
      /there is no database SALES/,
    ],
  ])('%s %s: %s', async (engine, code, message, answer, todo) => {
    listener = await startRejectingServer(answer);
    const { error } = await attempt(engine, listener.port);
    const [text = '', advice = ''] = error.message.split(`${message.replace(/\.$/, '')}`);
    expect(text).toContain(code);
    expect(advice).toMatch(todo);
    expect(advice).not.toMatch(/security group|firewalls/);
    holdsNoLogin(error);
  });
});
