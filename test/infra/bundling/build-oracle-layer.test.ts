import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { buildOracleLayer, installed, oracleLayerFolder } from '../../../infra/bundling/build-oracle-layer';

const root = join(__dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'lakeferry-layer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

buildOracleLayer(folder);
const layer = oracleLayerFolder(folder);
const files = readdirSync(layer, { recursive: true, encoding: 'utf8' }).filter((file) =>
  statSync(join(layer, file)).isFile(),
);

test('the layer is under 2 MB zipped', () => {
  const zipped = files.reduce(
    (sum, file) => sum + deflateRawSync(readFileSync(join(layer, file))).length + 2 * (file.length + 60),
    0,
  );
  expect(zipped).toBeLessThan(2_000_000);
});

test('has the code that runs, without documents, types, examples, plug-ins or binaries for other machines', () => {
  const unwanted = files.filter((file) =>
    /\.md$|\.d\.ts$|examples|plugins|darwin|win32|buildinfo|package\/install/.test(file),
  );
  expect(unwanted).toEqual([]);
  expect(files).toContain('nodejs/node_modules/oracledb/index.js');
});

test('Node loads it in Thin mode from the path that Lambda uses, without other packages', () => {
  const loaded = spawnSync(
    process.execPath,
    ['-p', "const o = require('oracledb'); [o.thin, o.versionString].join(' ')"],
    {
      cwd: folder,
      encoding: 'utf8',
      env: { NODE_PATH: join(layer, 'nodejs', 'node_modules') },
    },
  );
  expect(loaded.stdout.trim() || loaded.stderr).toBe('true 26.0.0');
});

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), integrity: z.string().optional() }),
  ),
});
const locked = (file: string) =>
  Lock.parse(JSON.parse(readFileSync(join(root, file), 'utf8'))).packages['node_modules/oracledb'];

test('the layer’s lock file and the repository’s have the same checksum of the package', () => {
  expect(locked('layers/oracledb/package-lock.json')).toEqual(locked('package-lock.json'));
});

describe('if the repository has another version', () => {
  test('npm installs the layer’s version once per lock file, and a killed installation is repeated', () => {
    const cache = mkdtempSync(join(folder, 'cache-'));
    expect(() =>
      installed(cache, (at) => {
        mkdirSync(join(at, 'node_modules'));
        throw new Error('killed');
      }),
    ).toThrow('killed');
    let times = 0;
    const npm = (at: string): void => {
      times += 1;
      expect(existsSync(join(at, 'package-lock.json'))).toBe(true);
      mkdirSync(join(at, 'node_modules', 'oracledb'), { recursive: true });
    };
    const once = installed(cache, npm);
    expect(existsSync(join(once, 'node_modules', 'oracledb'))).toBe(true);
    expect(installed(cache, npm)).toBe(once);
    expect(times).toBe(1);
  });
});
