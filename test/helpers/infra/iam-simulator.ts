import { execFileSync } from 'node:child_process';

/** Request and policy for a judge of IAM that is not ours. */
export interface SimulatedRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly policy: object;
}

// Without its table of resource types, in which the ARN of a task ends in a literal star.
const program = `
import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
let text = '';
for await (const part of process.stdin) text += part;
const accountId = '111122223333';
const decide = ({ action, resource, context, policy }) =>
  runUnsafeSimulation({
    request: {
      principal: 'arn:aws:iam::' + accountId + ':role/function',
      action,
      resource: { resource, accountId },
      contextVariables: context,
    },
    identityPolicies: [{ name: 'Work', policy: { Version: '2012-10-17', ...policy } }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  }, {}) === 'Allowed';
console.log(JSON.stringify(JSON.parse(text).map(decide)));`;

function run(code: string, input: string): string {
  return execFileSync('node', ['--input-type=module', '-e', code], {
    input,
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

/** Decisions of @cloud-copilot/iam-simulate, in a process of its own because of its licence. */
export function simulate(requests: readonly SimulatedRequest[]): readonly boolean[] {
  return JSON.parse(run(program, JSON.stringify(requests)));
}

/** `test` where the simulator is installed. Otherwise a skipped test, with a line that reports it. */
export function testWithSimulator(): jest.It {
  try {
    run("import '@cloud-copilot/iam-simulate'", '');
    return test;
  } catch {
    process.stderr.write('\n!! @cloud-copilot/iam-simulate is not installed: its tests are SKIPPED\n');
    return test.skip;
  }
}
