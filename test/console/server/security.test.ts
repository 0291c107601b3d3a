import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionHeader } from '../../../console/server/security/guard';
import { type RunningConsole, startServer } from '../../../console/server/start-server';
import { ConsoleWorld } from '../../helpers/console/console-world';
import { type Answer, send, signIn } from '../../helpers/console/http';

const pages = mkdtempSync(join(tmpdir(), 'lakeferry-console-'));
writeFileSync(join(pages, 'index.html'), '<p>page</p>');
writeFileSync(join(pages, 'secret.txt'), 'secret');
afterAll(() => rmSync(pages, { recursive: true }));

const running: RunningConsole[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

async function open(readOnly = false) {
  const world = await new ConsoleWorld().fill();
  const console = await startServer(world.ports, { readOnly, pages, port: 0 });
  running.push(console);
  const host = `127.0.0.1:${console.port}`;
  return { ...console, world, host, origin: `http://${host}` };
}

const codeOf = ({ text }: Answer): unknown => (JSON.parse(text) as { readonly code?: unknown }).code;

describe('the first address', () => {
  it('becomes a cookie that scripts cannot read and that other sites cannot send', async () => {
    const { url, port } = await open();
    const answer = await send(port, url.slice(url.indexOf('/?')));
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        new RegExp(`^lakeferry-console-${port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
      ),
    ]);
  });

  it('is valid once, and a browser that has the cookie may open it again', async () => {
    const { url, port } = await open();
    const cookie = await signIn(url);
    const path = url.slice(url.indexOf('/?'));
    const again = await send(port, path);
    expect([again.status, again.headers['set-cookie']]).toEqual([401, undefined]);
    expect((await send(port, path, { headers: { cookie } })).status).toBe(303);
  });

  it('may come from a file of the person, and its answer leads on as a page of the console', async () => {
    const { url, port } = await open();
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    const answer = await send(port, url.slice(url.indexOf('/?')), { headers });
    expect([answer.status, answer.headers['refresh']]).toEqual([200, '0; url=/']);
    expect(answer.headers['set-cookie']).toEqual([expect.stringContaining('SameSite=Strict')]);
    const wrong = await send(port, '/?token=wrong', { headers });
    expect([wrong.status, wrong.headers['set-cookie']]).toEqual([401, undefined]);
  });

  it('is not fetched by other pages, with its token either', async () => {
    const { url, port } = await open();
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
      { origin: 'null' },
    ])
      expect(codeOf(await send(port, url.slice(url.indexOf('/?')), { headers }))).toBe('wrong-origin');
  });

  it('is on the loopback address and on a free port, another each time', async () => {
    const [first, second] = [await open(), await open()];
    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    expect(second.port).not.toBe(first.port);
    expect(second.url.split('token=')[1]).not.toBe(first.url.split('token=')[1]);
  });
});

describe('a link to a page', () => {
  const cross = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };

  it('opens with the cookie, also from a console on another port', async () => {
    const { url, port } = await open();
    const cookie = await signIn(url);
    for (const site of ['none', 'same-site', 'same-origin'])
      expect(
        await send(port, '/?linked', {
          headers: { cookie, ...cross, 'sec-fetch-site': site, 'sec-fetch-dest': 'document' },
        }),
      ).toMatchObject({ status: 200, text: '<p>page</p>' });
  });

  it('on another site leads on by a script that is served with the cookie only', async () => {
    const { url, port } = await open();
    const cookie = await signIn(url);
    const answer = await send(port, '/', { headers: { ...cross, 'sec-fetch-dest': 'document' } });
    expect(answer.text).toMatch(/no session of this console: open the address .*<script src="\/link.js">/);
    const script = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'no-cors' };
    expect((await send(port, '/link.js', { headers: script })).status).toBe(401);
    const led = await send(port, '/link.js', { headers: { ...script, cookie } });
    expect([led.status, led.text]).toEqual([200, "location.replace('/?linked' + location.hash);\n"]);
  });

  it('says what to do in a browser without the cookie', async () => {
    const { port } = await open();
    const answer = await send(port, '/', { headers: { ...cross, 'sec-fetch-site': 'none' } });
    expect([answer.status, answer.text]).toEqual([401, expect.stringContaining('lakeferry console printed')]);
  });

  it.each([
    ['a frame', '/', { 'sec-fetch-dest': 'iframe' }],
    ['the script of a page', '/link.js', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }],
    ['an answer', '/api/today', { 'sec-fetch-dest': 'document' }],
  ])('on another site is refused for %s', async (_, path, over) => {
    const { url, port } = await open();
    const cookie = await signIn(url);
    const answer = await send(port, path, { headers: { cookie, ...cross, ...over } });
    expect(codeOf(answer)).toBe('wrong-origin');
  });
});

it('the server listens on 127.0.0.1 alone', async () => {
  const { port } = await open();
  const reached = new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.2', port, timeout: 1000 });
    for (const event of ['connect', 'error', 'timeout'] as const)
      socket.once(event, () => {
        socket.destroy();
        resolve(event);
      });
  });
  expect(await reached).not.toBe('connect');
});

describe('a request is refused', () => {
  it.each(['/', '/console.js', '/api/today', '/api/changes', '/api/nothing'])(
    'without the cookie: %s',
    async (path) => {
      const { port } = await open();
      expect((await send(port, path)).status).toBe(401);
      const wrong = { cookie: `lakeferry-console-${port}=${'x'.repeat(43)}` };
      expect((await send(port, path, { headers: wrong })).status).toBe(401);
    },
  );

  it.each(['localhost', 'evil.example', '127.0.0.1', '0.0.0.0'])(
    'under the name %s, also with the cookie and the token',
    async (name) => {
      const { url, port } = await open();
      const cookie = await signIn(url);
      const host = name === '127.0.0.1' ? `${name}:${port + 1}` : `${name}:${port}`;
      const answer = await send(port, '/api/today', { headers: { cookie, host } });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'wrong-host']);
    },
  );

  it.each([
    ['origin', 'http://evil.example'],
    ['origin', 'null'],
    ['sec-fetch-site', 'cross-site'],
    ['sec-fetch-site', 'same-site'],
  ])('with the header %s: %s', async (name, value) => {
    const { url, port } = await open();
    const cookie = await signIn(url);
    const answer = await send(port, '/api/today', { headers: { cookie, [name]: value } });
    expect([answer.status, codeOf(answer)]).toEqual([403, 'wrong-origin']);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('for a file that is not a page', async () => {
    const { url, port } = await open();
    const cookie = await signIn(url);
    for (const path of ['/secret.txt', '/../secret.txt', '/%2e%2e/secret.txt', '/constructor'])
      expect((await send(port, path, { headers: { cookie } })).status).toBe(404);
    expect((await send(port, '/', { headers: { cookie } })).text).toBe('<p>page</p>');
  });
});

it('every answer forbids scripts in the page, frames, sniffing and storing', async () => {
  const { url, port } = await open();
  const cookie = await signIn(url);
  for (const answer of [
    await send(port, '/', { headers: { cookie } }),
    await send(port, '/api/today', { headers: { cookie } }),
    await send(port, '/api/today'),
  ]) {
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': expect.stringMatching(/^no-/),
    });
  }
});

describe('an action', () => {
  const json = 'application/json';

  it('needs the origin, JSON and its header', async () => {
    const { url, port, origin, world } = await open();
    const cookie = await signIn(url);
    const path = `/api/runs/${world.openRun}/cancel`;
    const all = { cookie, origin, 'content-type': json, [actionHeader]: '1' };
    for (const missing of ['origin', 'content-type', actionHeader]) {
      const headers = Object.fromEntries(Object.entries(all).filter(([name]) => name !== missing));
      const answer = await send(port, path, { method: 'POST', headers, body: '{}' });
      expect([missing, answer.status, codeOf(answer)]).toEqual([missing, 403, 'not-an-action']);
    }
    const form = { ...all, 'content-type': 'text/plain' };
    expect((await send(port, path, { method: 'POST', headers: form, body: '{}' })).status).toBe(403);
    expect((await send(port, path, { headers: all })).status).toBe(404);
    expect((await world.environment.history.run(world.openRun))?.cancelled).toBeUndefined();
    const done = await send(port, path, { method: 'POST', headers: all, body: '{"reason":"wrong filter"}' });
    expect(done.status).toBe(200);
    expect((await world.environment.history.run(world.openRun))?.cancelled).toMatchObject({
      by: 'ada@laptop',
      reason: 'wrong filter',
    });
  });

  it('is refused with a body of more than 64 KiB, or one that is not JSON', async () => {
    const { url, port, origin, world } = await open();
    const headers = {
      cookie: await signIn(url),
      origin,
      'content-type': json,
      [actionHeader]: '1',
    };
    const act = (body: string) =>
      send(port, `/api/runs/${world.openRun}/cancel`, { method: 'POST', headers, body });
    const large = await act(JSON.stringify({ reason: 'x'.repeat(64 * 1024) }));
    const broken = await act('{');
    expect([large.status, codeOf(large)]).toEqual([413, 'wrong-use']);
    expect([broken.status, codeOf(broken)]).toEqual([400, 'wrong-use']);
  });

  it('retries a run, and a refusal has the words of the command line', async () => {
    const { url, port, origin, world } = await open();
    const cookie = await signIn(url);
    const headers = { cookie, origin, 'content-type': json, [actionHeader]: '1' };
    const act = (run: string) =>
      send(port, `/api/runs/${run}/retry`, { method: 'POST', headers, body: '{}' });
    world.environment.executions.startOnce = async (_machine, input) => {
      world.environment.started.push(input);
      return 'started';
    };
    const retried = await act(world.failedRun);
    expect(JSON.parse(retried.text)).toMatchObject({ attempt: 2, firstAttempt: world.failedRun });
    expect(world.environment.started).toHaveLength(1);
    const refused = await act(world.openRun);
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'retry-refused' });
    expect(refused.status).toBe(409);
    const unknown = await act('sales.nothing.20260101T000000Z');
    expect([unknown.status, codeOf(unknown)]).toEqual([404, 'unknown-run']);
  });

  it('that AWS refuses is shown as refused', async () => {
    const { url, port, origin, world } = await open();
    const cookie = await signIn(url);
    world.environment.executions.startOnce = async () => {
      throw Object.assign(new Error('not authorized to perform: states:StartExecution'), {
        name: 'AccessDeniedException',
      });
    };
    const headers = { cookie, origin, 'content-type': json, [actionHeader]: '1' };
    const path = `/api/runs/${world.failedRun}/retry`;
    const answer = await send(port, path, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.text)).toMatchObject({
      code: 'refused-by-aws',
      message: expect.stringContaining('states:StartExecution'),
    });
  });

  it('does not exist with --read-only', async () => {
    const { url, port, origin, world } = await open(true);
    const cookie = await signIn(url);
    const headers = { cookie, origin, 'content-type': json, [actionHeader]: '1' };
    for (const action of ['retry', 'cancel']) {
      const path = `/api/runs/${world.failedRun}/${action}`;
      const answer = await send(port, path, { method: 'POST', headers, body: '{}' });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'read-only']);
    }
    const about = await send(port, '/api/about', { headers: { cookie } });
    expect(JSON.parse(about.text)).toMatchObject({ actions: false });
    expect(world.environment.started).toEqual([]);
  });
});
