import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { operatorCredentials } from '@lakeferry/local-cloud/gateway';

const run = promisify(execFile);

/** `test` where the machine has the program. Otherwise a skipped test, with a line that reports it. */
export function testWith(program: 'aws' | 'jq' | 'boto3' | 'cfnlint'): jest.It {
  const isThere = `import importlib.util, sys; sys.exit(importlib.util.find_spec('${program}') is None)`;
  const isCommand = program === 'aws' || program === 'jq';
  const [command, args] = isCommand ? [program, ['--version']] : ['python3', ['-c', isThere]];
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return test;
  } catch {
    process.stderr.write(`\n!! ${program} is not on this machine: its tests are SKIPPED\n`);
    return test.skip;
  }
}

function environment(url: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: operatorCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: operatorCredentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
}

/** Runs the AWS CLI against the local cloud, and returns its output. Rejects with `stderr` when it fails. */
export async function awsCli(url: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('aws', [...args, '--output', 'json'], { env: environment(url) });
  return stdout;
}

/** Runs lines of a POSIX shell, in which no variable but PATH and HOME is set. Returns its output. */
export async function shellLines(lines: readonly string[]): Promise<string> {
  const { PATH, HOME } = process.env;
  const { stdout } = await run('sh', ['-ec', lines.join('\n')], {
    env: { PATH, HOME, AWS_EC2_METADATA_DISABLED: 'true', AWS_PAGER: '', AWS_MAX_ATTEMPTS: '1' },
  });
  return stdout;
}

/** Runs Python with boto3 against the local cloud, and returns the JSON that the program prints. */
export async function boto3(url: string, program: string): Promise<unknown> {
  const { stdout } = await run('python3', ['-c', `import boto3, json\n${program}`], {
    env: environment(url),
  });
  return JSON.parse(stdout);
}
