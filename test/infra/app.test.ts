import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { functionNames } from '../../infra/grants/grants';
import { bundlesOnce } from '../helpers/infra/bundles';
import { runApp } from '../helpers/infra/cdk-app';

const folder = mkdtempSync(join(tmpdir(), 'lakeferry-app-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Functions with a larger limit, recognized by a text in the bundle, with the reason. */
const needMore = [
  {
    holds: 'an alert was not sent',
    bytes: 784_000,
    because:
      'poll-tasks has the clients of ten services, the plans of all jobs, luxon for the times of their schedules, advice, and the checks of existing endpoints',
  },
  {
    holds: 'holds the lease of',
    bytes: 480_000,
    because: 'open-run has the clients of S3 and Step Functions beside DynamoDB’s, and carries tables over',
  },
  {
    holds: 'the source was not reached',
    bytes: 504_000,
    because:
      'check-source has the clients of S3 and Secrets Manager beside DynamoDB’s, splits tables into segments, and knows holds',
  },
  {
    holds: 'ended runs left',
    bytes: 534_000,
    because:
      'report-leftovers has the clients of DMS, S3, SQS, Step Functions and SNS beside DynamoDB’s: it looks everywhere',
  },
  {
    holds: 'lakeferry_loads.loaded_files',
    bytes: 610_000,
    because:
      'load-csv has the clients of S3 and Secrets Manager beside DynamoDB’s, PostgreSQL’s driver, and advice on connections',
  },
  {
    holds: 'hive.serde2.OpenCSVSerde',
    bytes: 540_000,
    because:
      'publish-snapshot has the clients of S3 and Glue beside DynamoDB’s, hyparquet for footers, and the types of four engines',
  },
  {
    holds: 'in time; allow the security group of the replication instance',
    bytes: 527_000,
    because:
      'functions of tasks have the advice of five engines on connections that fail, and compare existing endpoints with the files',
  },
  {
    holds: 'the environment is not removed',
    bytes: 516_000,
    because:
      'prepare-removal has the clients of DMS, S3, CloudFormation and Lambda beside DynamoDB’s: it checks everything',
  },
  {
    holds: 'lag behind its end',
    bytes: 490_000,
    because: 'judge-run has the clients of DMS and S3 beside DynamoDB’s, and every explanation of a verdict',
  },
] as const;

/** Synthesizes the repository's own configuration, with the functions' code. */
function assembly(environment: string, context: Readonly<Record<string, string>> = {}): string {
  const outdir = join(folder, environment);
  const { exitCode, stderr } = runApp(outdir, { environment, ...context });
  if (exitCode !== 0) throw new Error(stderr);
  return outdir;
}

describe('the configuration of this repository', () => {
  const dev = assembly('dev');
  const bundles = readdirSync(dev)
    .filter((name) => name.startsWith('asset.') && statSync(join(dev, name)).isDirectory())
    .map((name) => join(dev, name, 'index.js'))
    // Layers have none.
    .filter((file) => existsSync(file));

  test('is synthesized without an account, a network or Docker: one platform stack, one stack per department', () => {
    const templates = readdirSync(dev).filter((name) => name.endsWith('.template.json'));
    expect(templates.sort()).toEqual([
      'lakeferry-dev-hr.template.json',
      'lakeferry-dev-platform.template.json',
      'lakeferry-dev-sales.template.json',
    ]);
  });

  test('needs no lookup: the manifest lists nothing missing', () => {
    expect(JSON.parse(readFileSync(join(dev, 'manifest.json'), 'utf8'))).not.toHaveProperty('missing');
  });

  test('has one bundle per function, with source map and handler, that Node can load', () => {
    expect(bundles).toHaveLength(functionNames.length);
    for (const bundle of bundles) expect(statSync(`${bundle}.map`).size).toBeGreaterThan(0);
    const script = `process.argv.slice(1).map((bundle) => typeof require(bundle).handler).join()`;
    const loaded = spawnSync(process.execPath, ['-p', script, ...bundles], {
      encoding: 'utf8',
      env: {
        AWS_REGION: 'eu-west-1',
        HISTORY_TABLE: 't',
        LAKEFERRY_ENVIRONMENT: 'dev',
        HISTORY_RETENTION_DAYS: '1',
      },
    });
    expect(loaded.stdout.trim() || loaded.stderr).toBe(bundles.map(() => 'function').join());
  });

  test('has small bundles: each function is under 436 KB, SDK clients and 36 KB of Powertools included', () => {
    for (const bundle of bundles) {
      const text = readFileSync(bundle, 'utf8');
      const larger = needMore.find(({ holds }) => text.includes(holds));
      expect(statSync(bundle).size).toBeLessThan(larger?.bytes ?? 436_000);
    }
  });

  test('has the parts of a function in files of their own, of limited size', () => {
    // Loaded when an engine is used, never at a cold start. iconv-lite's tables are 490 KB of two
    // drivers.
    const largest: Readonly<Record<string, number>> = { 'mysql.js': 1_100_000, 'sqlserver.js': 1_200_000 };
    const drivers = bundles
      .map((bundle) => join(dirname(bundle), 'drivers'))
      .filter((folder) => existsSync(folder));
    // check-source and load-csv.
    expect(drivers).toHaveLength(2);
    for (const folder of drivers)
      for (const file of readdirSync(folder).filter((name) => name.endsWith('.js')))
        expect([file, statSync(join(folder, file)).size < (largest[file] ?? 200_000)]).toEqual([file, true]);
  });

  test('has a layer with node-oracledb, because a source is Oracle', () => {
    const layers = readdirSync(dev).filter((name) =>
      existsSync(join(dev, name, 'nodejs', 'node_modules', 'oracledb', 'index.js')),
    );
    expect(layers).toHaveLength(1);
  });

  test('has no bundle with zod’s fifty languages, because functions import zod as `* as z`', () => {
    const withAll = bundles.filter((bundle) => readFileSync(bundle, 'utf8').includes('Ongeldige invoer'));
    expect(withAll).toEqual([]);
  });

  test('is synthesized to the same assembly each time', () => {
    const again = join(folder, 'again');
    expect(runApp(again, { environment: 'dev' }).exitCode).toBe(0);
    for (const name of readdirSync(dev).filter((file) => file.endsWith('.template.json')))
      expect(readFileSync(join(again, name), 'utf8')).toBe(readFileSync(join(dev, name), 'utf8'));
  });

  test.each(['prod', 'local'])('is synthesized for %s as well, under other names', async (environment) => {
    const bundles = await bundlesOnce();
    const outdir = assembly(environment, bundles === undefined ? {} : { bundles });
    expect(readdirSync(outdir)).toContain(`lakeferry-${environment}-platform.template.json`);
  });

  test('passes cfn-lint, if it is installed', () => {
    const templates = readdirSync(dev).filter((name) => name.endsWith('.template.json'));
    const version = spawnSync('cfn-lint', ['--version'], { encoding: 'utf8' });
    if (version.status !== 0) {
      console.warn('SKIPPED: cfn-lint is not on PATH, so the templates were not linted');
      return;
    }
    // W3005: CDK adds a dependency that a GetAtt implies.
    const lint = spawnSync('cfn-lint', ['--ignore-checks', 'W3005', '--', ...templates], {
      cwd: dev,
      encoding: 'utf8',
    });
    expect(lint.stdout + lint.stderr).toBe('');
  });
});

test('configuration problems are printed with file, line and column, and nothing is synthesized', () => {
  const config = join(folder, 'config');
  cpSync(join(__dirname, '..', '..', 'config'), config, { recursive: true });
  writeFileSync(
    join(config, 'departments', 'finance.yaml'),
    'department: finance\nowner: f@example.com\ntabels: []\n',
  );
  const outdir = join(folder, 'refused');
  const { exitCode, stderr } = runApp(outdir, { environment: 'dev', config });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/departments\/finance\.yaml:3:1 .*tabels/);
  expect(stderr).toMatch(/nothing was synthesized: fix \d+ problem/);
  expect(readdirSync(outdir)).toEqual([]);
});

test('a missing configuration folder is reported by name', () => {
  const { exitCode, stderr } = runApp(join(folder, 'nowhere'), { config: join(folder, 'confg') });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/cannot read the configuration folder ".*confg"/);
});

test('an unknown environment is rejected with the list of known ones', () => {
  const { exitCode, stderr } = runApp(join(folder, 'unknown'), { environment: 'prodd' });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/"prodd".*prod/);
});
