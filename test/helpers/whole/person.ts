import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deployed } from './deployed';

export interface Policy {
  readonly Statement: readonly { readonly Action: readonly string[] }[];
}

/** A policy as docs/policies has it, its names put in as docs/commands.md says. */
export function policyOf({ cloud }: Deployed, name: string, namePrefix?: string): Policy {
  const text = readFileSync(join(__dirname, '../../../docs/policies', `${name}.json`), 'utf8');
  const { account, region } = cloud.context;
  return JSON.parse(
    withPrefix(text, namePrefix)
      .replaceAll('ENVIRONMENT', 'local')
      .replaceAll('REGION', region)
      .replaceAll('ACCOUNT', account),
  );
}

/** Text of a policy for an environment whose names have a prefix. */
export function withPrefix(text: string, prefix: string | undefined): string {
  if (prefix === undefined) return text;
  return text
    .replaceAll(/lakeferry(?=[-/]ENVIRONMENT)/g, `${prefix}-lakeferry`)
    .replaceAll('lakeferry_ENVIRONMENT', `${prefix.replaceAll('-', '_')}_lakeferry_ENVIRONMENT`);
}

/** From here on this process is a person with these policies. Returns the ARN of the role. */
export function become(
  deployed: Deployed,
  person: string,
  policies: readonly string[],
  namePrefix?: string,
): string {
  const { cloud } = deployed;
  const arn = `arn:aws:iam::${cloud.context.account}:role/${person}`;
  cloud.roles.put({
    arn,
    name: person,
    trust: { Version: '2012-10-17', Statement: [] },
    inline: new Map(policies.map((name) => [name, { ...policyOf(deployed, name, namePrefix) }])),
    managedPolicyArns: [],
  });
  const { accessKeyId, secretAccessKey, sessionToken } = cloud.callers.issue(arn, person);
  process.env['AWS_ACCESS_KEY_ID'] = accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = secretAccessKey;
  process.env['AWS_SESSION_TOKEN'] = sessionToken;
  return arn;
}

/** Does the work as `become` does it, and is who this process was before afterwards. */
export async function asPerson(
  deployed: Deployed,
  person: string,
  policies: readonly string[],
  namePrefix: string | undefined,
  work: () => Promise<void>,
): Promise<void> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  become(deployed, person, policies, namePrefix);
  try {
    await work();
  } finally {
    delete process.env['AWS_SESSION_TOKEN'];
    Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
  }
}
