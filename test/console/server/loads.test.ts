import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testClient } from 'hono/testing';
import { createReader } from '../../../console/server/create-app';
import { maxUploadBytes, uploadType } from '../../../console/server/loads/upload-limit';
import { actionHeader } from '../../../console/server/security/guard';
import { type RunningConsole, startServer } from '../../../console/server/start-server';
import { ConsoleWorld } from '../../helpers/console/console-world';
import { send, signIn } from '../../helpers/console/http';

const param = { department: 'sales', load: 'prices' };
const pages = mkdtempSync(join(tmpdir(), 'lakeferry-loads-'));
afterAll(() => rmSync(pages, { recursive: true }));

const running: RunningConsole[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

async function open(over: Partial<ConsoleWorld['ports']> = {}) {
  const world = await new ConsoleWorld().withLoads();
  const ports = { ...world.ports, ...over };
  return { world, ports, loads: testClient(createReader(ports, false)).loads };
}

test('loads are listed with their newest file and their inbox', async () => {
  const { loads } = await open();
  const listed = await (await loads.$get()).json();
  expect(listed.loads.map(({ load, inbox, newest }) => [load, inbox, newest?.state])).toEqual([
    ['sales/prices', 's3://inbox/sales/prices/', 'failed'],
    ['sales/rates', 's3://inbox/sales/rates/', undefined],
  ]);
});

test('a load has its files with the first bad lines and the fix, and those that wait', async () => {
  const { loads } = await open();
  const page = await (await loads[':department'][':load'].$get({ param })).json();
  expect(page.files.map(({ name, summary, hasRejectFile }) => [name, summary.state, hasRejectFile])).toEqual([
    ['<b>prices</b>.csv', 'failed', false],
    ['2026-03.csv', 'succeeded-with-table-errors', true],
    ['2026-02.csv', 'succeeded', false],
  ]);
  expect(page.files[0]?.findings).toEqual([
    expect.objectContaining({
      detail: 'line 3: price: "<b>cheap</b>" is not a number',
      cause: 'rows of the file do not fit the table, so no row was loaded',
      fix: expect.stringContaining('drop the file again'),
    }),
    expect.objectContaining({ detail: 'line 9: has 3 fields instead of 2' }),
  ]);
  expect(page.waiting).toEqual({
    files: [{ name: '2026-04.csv', size: 10, droppedAt: '2026-03-10T07:59:00.000Z' }],
    inFolder: 4,
  });
});

test('who may not list the inbox sees what was loaded, and the reason', async () => {
  const page = () =>
    Promise.reject(
      Object.assign(new Error('not authorized to perform: s3:ListBucket'), { name: 'AccessDenied' }),
    );
  const world = await new ConsoleWorld().fill();
  const { loads } = await open({ inbox: { ...world.ports.inbox, objects: { page } } });
  const read = await (await loads[':department'][':load'].$get({ param })).json();
  expect(read.files).toHaveLength(3);
  expect(read).toMatchObject({ waitingNotRead: expect.stringContaining('s3:ListBucket') });
  expect(read).not.toHaveProperty('waiting');
});

test('the lines of a reject file are text, and only those of the load and the run', async () => {
  const { loads } = await open();
  const page = await (await loads[':department'][':load'].$get({ param })).json();
  const [refused, rejecting] = page.files.map(({ summary }) => summary.run);
  const rejected = loads[':department'][':load'].rejected[':run'];
  const lines = await (await rejected.$get({ param: { ...param, run: rejecting ?? '' } })).json();
  expect(lines).toEqual({
    address: 's3://inbox/rejected/sales/prices/2026-03.csv.r.csv',
    text: 'line,reason,record\n7,"<i>price</i> is not a number","a,x"',
    isCut: false,
  });
  for (const wrong of [
    { ...param, run: refused ?? '' },
    { department: 'sales', load: 'rates', run: rejecting ?? '' },
  ])
    expect((await rejected.$get({ param: wrong })).ok).toBe(false);
});

describe('a dropped file', () => {
  async function serve(readOnly = false) {
    const { world, ports } = await open();
    const server = await startServer(ports, { readOnly, pages, port: 0 });
    running.push(server);
    const cookie = await signIn(server.url);
    const headers = {
      cookie,
      origin: `http://127.0.0.1:${server.port}`,
      'content-type': uploadType,
      [actionHeader]: '1',
    };
    const drop = (
      { name, load = 'prices', overwrite = 'false' }: { name: string; load?: string; overwrite?: string },
      over: Readonly<Record<string, string>> = {},
    ) => {
      const query = new URLSearchParams({ name, overwrite });
      return send(server.port, `/api/loads/sales/${load}/files?${query}`, {
        method: 'POST',
        headers: { ...headers, ...over },
        body: 'sku,price\na,1\n',
      });
    };
    const inbox = (name: string) => world.lakeFiles.text('inbox', `sales/prices/${name}`);
    return { drop, inbox, headers, server };
  }

  it('goes into the folder of its load, under its own name', async () => {
    const { drop, inbox } = await serve();
    const answer = await drop({ name: 'new prices.csv' });
    expect(JSON.parse(answer.text)).toMatchObject({ bucket: 'inbox', key: 'sales/prices/new prices.csv' });
    expect(inbox('new prices.csv')).toBe('sku,price\na,1\n');
  });

  it('replaces another only when the person has agreed', async () => {
    const { drop, inbox } = await serve();
    const refused = await drop({ name: '2026-04.csv' });
    expect([refused.status, JSON.parse(refused.text).code, inbox('2026-04.csv')]).toEqual([
      409,
      'file-exists',
      'sku,price\n',
    ]);
    expect((await drop({ name: '2026-04.csv', overwrite: 'true' })).status).toBe(200);
    expect(inbox('2026-04.csv')).toBe('sku,price\na,1\n');
  });

  it.each(['', '../rates/x.csv', 'a\\b.csv', '..', 'a\u0000.csv', 'a\u202e.csv', 'x.xlsx'])(
    'is refused under the name "%s"',
    async (name) => {
      const { drop } = await serve();
      const answer = await drop({ name });
      expect([answer.status, JSON.parse(answer.text).code]).toEqual([409, 'wrong-file-name']);
    },
  );

  it('is refused as a form could send it, without the header, for no load, when too large, and with --read-only', async () => {
    const { drop, headers, server } = await serve();
    const name = 'x.csv';
    expect((await drop({ name }, { 'content-type': 'multipart/form-data' })).status).toBe(403);
    expect((await drop({ name }, { 'content-type': 'application/json' })).status).toBe(403);
    expect((await drop({ name }, { [actionHeader]: '0' })).status).toBe(403);
    expect((await drop({ name, load: 'nothing' })).status).toBe(404);
    const large = { 'content-length': String(maxUploadBytes + 1) };
    const answer = await send(server.port, `/api/loads/sales/prices/files?name=x.csv&overwrite=false`, {
      method: 'POST',
      headers: { ...headers, ...large },
    });
    expect(answer.status).toBe(413);
    const readOnly = await serve(true);
    expect(JSON.parse((await readOnly.drop({ name })).text).code).toBe('read-only');
    expect(readOnly.inbox(name)).toBeUndefined();
  });
});
