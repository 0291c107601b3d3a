import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sinceMoment } from '../../cli/options/since';
import { lakeferry } from '../helpers/scripted-shell';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakeferry-cli-'));
  cpSync('config', join(folder, 'config'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...args: string[]) => lakeferry(args, { workingFolder: folder });

describe('help', () => {
  it('fits 80 columns, names every command, the exit codes and examples', async () => {
    const { stdout, exitCode } = await at('--help');
    expect(exitCode).toBe(0);
    for (const word of [
      'validate',
      'plan',
      'run',
      'status',
      'history',
      'show',
      'start',
      'stop',
      'resume',
      'reload',
      'checkpoint',
      'snapshots',
      'rollback',
      'views',
      'query',
      'arrivals',
      'backfill',
      'local',
      'demo',
      'Exit codes',
      'Examples',
    ])
      expect(stdout).toContain(word);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it.each([
    ...['validate', 'plan', 'run', 'status', 'history', 'show', 'local', 'demo'],
    ...[
      'start',
      'stop',
      'resume',
      'reload',
      'checkpoint',
      'snapshots',
      'rollback',
      'views',
      'query',
      'arrivals',
      'backfill',
    ],
  ])('of %s has an example and the options that every command takes', async (command) => {
    const { stdout } = await at(command, '--help');
    expect(stdout).toContain('Examples:');
    expect(stdout).toContain('--environment');
  });
});

describe('wrong use', () => {
  it('suggests the nearest command', async () => {
    const { stderr, exitCode } = await at('valdate');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Did you mean validate?');
  });

  it('suggests the nearest option', async () => {
    const { stderr, exitCode } = await at('plan', '--jsn');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Did you mean --json?');
  });

  it('names the missing argument', async () => {
    const { stderr, exitCode } = await at('run');
    expect(exitCode).toBe(1);
    expect(stderr).toContain("missing required argument 'department/job'");
  });

  it.each([
    [['run', 'Sales Orders'], '"Sales Orders" is not a job: write department/job'],
    [['history', '--since', 'yesterday'], '--since "yesterday" is not a time: write 90m, 12h, 7d'],
    [['history', '--limit', '0'], '--limit "0" is not a number of runs'],
    [['local', 'up', '--port', 'x'], '--port "x" is not a port'],
    [
      ['local', 'traffic', '--rate', '0'],
      '--rate "0" is not a number of changes per second: write 1 to 100000',
    ],
    [['stop', 'orders-live'], '"orders-live" is not a job: write department/job'],
    [['stop', 'sales/orders-live', '--force'], '--force goes with --delete'],
    [['validate', '--config', 'nowhere'], 'cannot read the configuration folder'],
  ])('%j is refused with what to write instead', async (args, message) => {
    const { stderr, exitCode } = await at(...args);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
  });
});

describe('validate', () => {
  it('counts departments, jobs, loads and files', async () => {
    const { stdout, exitCode } = await at('validate');
    expect(exitCode).toBe(0);
    expect(stdout).toBe('Valid: 2 departments, 4 jobs, 1 load (6 files)\n');
  });

  it.each([
    [['--environment', 'prdo'], {}],
    [[], { LAKEFERRY_ENVIRONMENT: 'prdo' }],
  ])('ends with 3 for an environment that is not there: %j %j', async (args, env) => {
    const { stdout, stderr, exitCode } = await lakeferry(['validate', ...args], {
      workingFolder: folder,
      env,
    });
    expect(exitCode).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toContain('"prdo" is not an environment: did you mean "prod"?');
  });

  it('names the requested environment', async () => {
    const people = await at('validate', '--environment', 'prod');
    expect(people.stdout).toBe('Valid for prod: 2 departments, 4 jobs, 1 load (6 files)\n');
    const programs = await at('validate', '--environment', 'prod', '--json');
    expect(JSON.parse(programs.stdout)).toMatchObject({ valid: true, environment: 'prod' });
  });

  it('names a file that is not UTF-8, beside the problems of the others', async () => {
    writeFileSync(
      join(folder, 'config/departments/latin.yaml'),
      Buffer.from('department: m\u00fcll\n', 'latin1'),
    );
    const { stdout, exitCode } = await at('validate');
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      'config/departments/latin.yaml:1:1 error: the file is not UTF-8: save it as UTF-8\n',
    );
  });

  it('shows every problem with file, line and column as the user named the folder, and ends with 1', async () => {
    writeFileSync(
      join(folder, 'config/departments/bad.yaml'),
      'department: bad\nowner: x@example.com\ntabels: []\n',
    );
    const people = await at('validate');
    expect(people.exitCode).toBe(1);
    expect(people.stdout).toMatch(/^config\/departments\/bad\.yaml:3:1 error: .*tabels/m);
    expect(people.stdout).toMatch(/^Invalid configuration: \d+ errors?$/m);
    const programs = await at('validate', '--json');
    expect(programs.exitCode).toBe(1);
    expect(JSON.parse(programs.stdout)).toMatchObject({ valid: false, files: 7 });
  });
});

describe('plan', () => {
  it('lists jobs with their next run in their own zone', async () => {
    const { stdout, exitCode } = await at('plan');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^sales\/orders-daily +full-load +7 +sales-db +2026-11-21 04:00\+01:00$/m);
  });

  it('shows one job with its tables', async () => {
    const { stdout } = await at('plan', 'hr/people-nightly');
    expect(stdout).toContain('cron(15 1 ? * MON-FRI *) Europe/Vienna');
    expect(stdout).toContain('  HR.EMPLOYEES\n');
    expect(stdout).toContain('text or bytes longer than 32 KB are cut');
  });

  it('shows what the job’s task settings do to long text', async () => {
    const path = join(folder, 'config/departments/hr.yaml');
    const text = readFileSync(path, 'utf8');
    const planWith = async (metadata: string): Promise<string> => {
      writeFileSync(path, `${text.trimEnd()}\n    task-settings: {TargetMetadata: {${metadata}}}\n`);
      return (await at('plan', 'hr/people-nightly')).stdout;
    };
    expect(await planWith('LobMaxSize: 512')).toContain('longer than 512 KB are cut');
    expect(await planWith('SupportLobs: false')).toContain('long text or bytes are left out');
  });

  it('shows the rows and columns that a job moves, of tables, patterns and own rules', async () => {
    const path = join(folder, 'config/departments/hr.yaml');
    const text = readFileSync(path, 'utf8').replace(
      / {4}tables:[\s\S]*/,
      `    tables:
      - table: HR.EMPLOYEES
        where:
          - {column: STATE, operator: eq, values: [active, "on leave"]}
          - {column: AGE, operator: between, values: [18, 65]}
          - {column: LEFT_AT, operator: "null"}
        exclude-columns: [PAY_GRADE, PHOTO]
      - HR.JOB_HISTORY
      - PAY.%
      - {table: PAY.DRAFT%, exclude: true}
    rules:
      - rule-type: transformation
        rule-action: remove-column
        rule-target: column
        object-locator: {schema-name: PAY, table-name: SALARIES, column-name: BONUS}
      - rule-type: transformation
        rule-action: remove-column
        rule-target: column
        object-locator: {schema-name: "%", table-name: "%", column-name: SECRET%}
`,
    );
    writeFileSync(path, text);
    const { stdout, stderr } = await at('plan', 'hr/people-nightly');
    expect({
      stderr,
      tables: stdout.slice(stdout.indexOf('\n  HR.EMPLOYEES') + 1, stdout.indexOf('\n\n--json')),
    }).toEqual({
      stderr: '',
      tables: [
        '  HR.EMPLOYEES',
        '    where (STATE eq "active" or eq "on leave") and AGE between "18" and "65" and LEFT_AT null',
        '    without PAY_GRADE, PHOTO, SECRET%',
        '  HR.JOB_HISTORY',
        '    without SECRET%',
        '  PAY.% (pattern)',
        '    without PAY.SALARIES.BONUS, SECRET%',
        '  not PAY.DRAFT%',
      ].join('\n'),
    });
    const [job] = JSON.parse((await at('plan', 'hr/people-nightly', '--json')).stdout).departments[0].jobs;
    expect(job.tables).toMatchObject([
      {
        table: 'EMPLOYEES',
        where: [
          { column: 'STATE', conditions: [{ operator: 'eq', values: ['active'] }, { values: ['on leave'] }] },
          { column: 'AGE', conditions: [{ operator: 'between', values: ['18', '65'] }] },
          { column: 'LEFT_AT', conditions: [{ operator: 'null', values: [] }] },
        ],
      },
      { table: 'JOB[_]HISTORY', where: [], excludedColumns: [{ table: '%', column: 'SECRET%' }] },
      { schema: 'PAY', table: '%' },
      { table: 'DRAFT%', action: 'exclude' },
    ]);
  });

  it('prints for programs what the stacks are made from', async () => {
    const { stdout } = await at('plan', 'sales/orders-daily', '--json', '--environment', 'prod');
    expect(JSON.parse(stdout)).toMatchObject({
      environment: { name: 'prod' },
      departments: [{ name: 'sales', jobs: [{ stagingFolder: 'sales/orders-daily' }] }],
    });
  });

  it('takes the environment of LAKEFERRY_ENVIRONMENT', async () => {
    const { stdout } = await lakeferry(['plan'], {
      workingFolder: folder,
      env: { LAKEFERRY_ENVIRONMENT: 'dev' },
    });
    expect(stdout).toMatch(/^dev: /);
  });

  it.each([
    [['plan', 'sales/orders-dialy'], 'did you mean "sales/orders-daily"?'],
    [['plan', 'sale'], 'did you mean "sales"?'],
    [['plan', '--environment', 'prd'], 'did you mean "prod"?'],
    [['plan', 'entirely-else'], 'there are hr, sales'],
  ])('%j ends with 3 and offers a name', async (args, hint) => {
    const { stderr, exitCode } = await at(...args);
    expect(exitCode).toBe(3);
    expect(stderr).toContain(hint);
  });

  it('refuses an invalid configuration with all its problems', async () => {
    writeFileSync(join(folder, 'config/departments/bad.yaml'), 'department: bad\nowner: 1\n');
    const { stderr, stdout, exitCode } = await at('plan');
    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('config/departments/bad.yaml:2');
  });
});

describe('without a local cloud', () => {
  it.each([
    ...[['status'], ['history'], ['show', 'x'], ['run', 'sales/orders-daily'], ['local', 'traffic']],
    ...['start', 'stop', 'resume', 'reload', 'checkpoint'].map((command) => [command, 'sales/orders-live']),
  ])('%s explains how to start one', async (...args) => {
    const { stderr, exitCode } = await at(...args);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('no local cloud runs in');
    expect(stderr).toContain('lakeferry local up');
  });

  it('down is done, and says that none is running', async () => {
    expect(await at('local', 'down')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('no local cloud is running in '),
    });
    const { exitCode, stdout } = await at('local', 'down', '--json');
    expect({ exitCode, document: JSON.parse(stdout) }).toMatchObject({
      exitCode: 0,
      document: { wasUp: false },
    });
  });

  it('an address whose process ended is reported as such, and down removes it', async () => {
    mkdirSync(join(folder, '.lakeferry'));
    const address = {
      url: 'http://127.0.0.1:9',
      region: 'eu-west-1',
      accessKeyId: 'A',
      secretAccessKey: 's',
      pid: 2 ** 22 + 1,
      startedAt: '2026-11-21T00:00:00.000Z',
      databases: [],
    };
    writeFileSync(join(folder, '.lakeferry/local.json'), JSON.stringify(address));
    expect((await at('status')).stderr).toContain('the local cloud at http://127.0.0.1:9 ended');
    expect(await at('local', 'down')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('nothing answered'),
    });
    expect((await at('status')).stderr).toContain('no local cloud runs in');
  });

  it('down never ends a process that only has the id of an old one', async () => {
    mkdirSync(join(folder, '.lakeferry'));
    writeFileSync(
      join(folder, '.lakeferry/local.json'),
      JSON.stringify({
        url: 'http://127.0.0.1:9',
        region: 'eu-west-1',
        accessKeyId: 'A',
        secretAccessKey: 's',
        pid: process.pid,
        startedAt: '2026-11-21T00:00:00.000Z',
        databases: [],
      }),
    );
    expect(await at('local', 'down')).toMatchObject({ exitCode: 0 });
  });
});

describe('the cloud of a command', () => {
  const regionSeen = async (env: Readonly<Record<string, string>>) => {
    const before = { ...process.env };
    delete process.env['AWS_REGION'];
    try {
      const spoken = await lakeferry(['status', '--environment', 'prod'], {
        workingFolder: folder,
        env: { ...env, AWS_PROFILE: 'no-such-profile' },
      });
      return { cloud: spoken.stderr.split('\n')[0], region: process.env['AWS_REGION'] };
    } finally {
      process.env = before;
    }
  };

  it('is in the region of the environment’s file, unless AWS_REGION names another', async () => {
    expect(await regionSeen({})).toEqual({
      cloud: 'cloud: AWS, eu-west-1, profile no-such-profile',
      region: 'eu-west-1',
    });
    writeFileSync(join(folder, 'config/departments/bad.yaml'), 'department: bad\ntabels: []\n');
    expect(await regionSeen({})).toMatchObject({ region: 'eu-west-1' });
    expect(await regionSeen({ AWS_REGION: 'us-east-1' })).toMatchObject({
      cloud: 'cloud: AWS, us-east-1, profile no-such-profile',
    });
  });
});

describe('since', () => {
  const now = new Date('2026-11-21T02:00:00Z');
  it.each([
    ['90m', '2026-11-21T00:30:00.000Z'],
    ['7d', '2026-11-14T02:00:00.000Z'],
    ['2026-11-01', '2026-11-01T00:00:00.000Z'],
    ['2026-11-01T04:00', '2026-11-01T04:00:00.000Z'],
    ['2026-11-01T04:00:00+01:00', '2026-11-01T03:00:00.000Z'],
  ])('%s is %s', (text, iso) => expect(sinceMoment(text, now)?.toISOString()).toBe(iso));

  it.each([['7'], ['d7'], ['2026-13-01'], ['-1d'], ['']])('%j is refused', (text) => {
    expect(sinceMoment(text, now)).toBeUndefined();
  });
});
