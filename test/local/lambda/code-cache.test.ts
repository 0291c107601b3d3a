import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { FunctionWorker } from '../../../local/lambda/function-worker';
import { workerDefinition } from '../../helpers/local/worker-definition';

const folder = mkdtempSync(join(tmpdir(), 'lakeferry-code-cache-'));
const kept = join(folder, 'kept');
const former = process.env['LAKEFERRY_CODE_CACHE'];
beforeAll(() => {
  process.env['LAKEFERRY_CODE_CACHE'] = kept;
});
afterAll(() => {
  process.env['LAKEFERRY_CODE_CACHE'] = former;
  rmSync(folder, { recursive: true });
});

/** Bundles a function as the app does, and returns its folder. */
function bundled(name: string, says: string): string {
  const [entry, out] = [join(folder, `${name}.ts`), join(folder, name)];
  mkdirSync(out);
  writeFileSync(
    entry,
    `export async function handler({ fails }: { fails: boolean }): Promise<string> {
  // The third line throws.
  if (fails) throw new Error('${says}');
  return '${says}';
}
`,
  );
  buildSync({
    entryPoints: [entry],
    outfile: join(out, 'index.js'),
    format: 'cjs',
    minify: true,
    sourcemap: 'linked',
  });
  return out;
}

/** Answer of a new worker, and the stack of its error. */
async function ask(code: string) {
  const definition = { ...workerDefinition, folder: code, timeoutSeconds: 60 };
  const worker = new FunctionWorker(definition, {}, false, () => undefined);
  const request = { requestId: 'one', payload: '{"fails":false}' };
  const { payload } = await worker.run(request);
  const failure = await worker.run({ ...request, payload: '{"fails":true}' }).catch((cause) => cause);
  await worker.stop();
  return { payload, stack: failure.stackTrace.join('\n') };
}

test('a worker takes the code that another has compiled, with its source map', async () => {
  const code = bundled('first', 'one');
  const compiling = await ask(code);
  const [file = ''] = readdirSync(kept);
  const { mtimeMs, size } = statSync(join(kept, file));
  expect(size).toBeGreaterThan(100);
  const cached = await ask(code);
  for (const { payload, stack } of [compiling, cached]) {
    expect(payload).toBe('"one"');
    expect(stack).toMatch(/first\.ts:3:/);
  }
  expect(readdirSync(kept)).toEqual([file]);
  expect(statSync(join(kept, file)).mtimeMs).toBe(mtimeMs);
});

test('another text of the same length is other code, and what is kept and broken is compiled', async () => {
  const former = new Set(readdirSync(kept));
  const code = bundled('second', 'two');
  expect((await ask(code)).payload).toBe('"two"');
  const added = readdirSync(kept).filter((file) => !former.has(file));
  expect(added).toHaveLength(1);
  writeFileSync(join(kept, added[0] ?? ''), 'broken');
  expect((await ask(code)).payload).toBe('"two"');
});
