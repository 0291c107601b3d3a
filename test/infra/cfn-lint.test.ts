import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { addStacks } from '../../infra/add-stacks';
import { samplePlans } from '../helpers/infra/sample-plans';
import { testApp } from '../helpers/infra/stacks';
import { testWith } from '../helpers/local/foreign-clients';

/** Rules of cfn-lint that are off, with the reason. */
const off: Readonly<Record<string, string>> = {
  W3005: 'CDK lists a role in DependsOn beside its policy, although the function refers to the role',
};

const folder = mkdtempSync(join(tmpdir(), 'lakeferry-cfn-lint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Findings of cfn-lint, one line each. It exits with another code than 0 when there are some. */
async function findings(templates: readonly string[]): Promise<readonly string[]> {
  const rules = ['--ignore-checks', ...Object.keys(off)];
  const program = 'from cfnlint.runner import main; main()';
  const args = [
    '-c',
    program,
    '--format',
    'parseable',
    ...rules,
    '--regions',
    'eu-west-1',
    '--',
    ...templates,
  ];
  const { stdout } = await promisify(execFile)('python3', args, { maxBuffer: 2 ** 26 }).catch(
    (error: { stdout?: string; stderr?: string }) => {
      if (error.stdout === undefined || error.stdout === '') throw error;
      return { stdout: error.stdout };
    },
  );
  return stdout.split('\n').filter((line) => line !== '');
}

/** Templates of the sample environments, and of plans with every type of resource and every rule of an account. A template takes a second. */
function synthesized(): readonly string[] {
  const plans = samplePlans.filter(([name]) => /^(config|every|what)/.test(name));
  return plans.flatMap(([, plan], index) => {
    const outdir = join(folder, String(index));
    const app = testApp(outdir);
    addStacks(app, plan());
    app.synth();
    const names = readdirSync(outdir).filter((name) => name.endsWith('.template.json'));
    return names.map((name) => join(outdir, name));
  });
}

testWith('cfnlint')(
  'cfn-lint finds errors and warnings in no template but the one that has an error',
  async () => {
    const templates = synthesized();
    expect(templates).toHaveLength(14);
    const wrong = join(folder, 'wrong.template.json');
    const queue = { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 50_000 } };
    writeFileSync(wrong, JSON.stringify({ Resources: { Queue: queue } }));
    // In one call: the rules take seconds to load.
    expect(await findings([...templates, wrong])).toEqual([
      expect.stringMatching(/wrong\.template\.json:.*:E\d{4}:.*50000/),
    ]);
  },
);
