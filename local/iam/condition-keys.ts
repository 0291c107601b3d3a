/** Keys that the local cloud gives a value wherever AWS does; a name that ends in `/` has a tag's key behind it. */
const known: readonly string[] = [
  'aws:principalaccount',
  'aws:principalarn',
  'aws:requestedregion',
  'aws:requesttag/',
  'aws:resourceaccount',
  'aws:resourcetag/',
  'aws:securetransport',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:tagkeys',
  'cloudwatch:namespace',
  'dms:endpoint-tag/',
  'dms:rep-tag/',
  'dms:req-tag/',
  'dms:subgrp-tag/',
  'dms:task-tag/',
  'events:detail-type',
  'events:source',
  'events:targetarn',
  'iam:passedtoservice',
  's3:delimiter',
  's3:max-keys',
  's3:prefix',
  's3:resourceaccount',
  's3:tlsversion',
  'secretsmanager:name',
  'secretsmanager:secretid',
  'sns:endpoint',
  'sns:protocol',
  'sts:rolesessionname',
];

/** Services that the local cloud does not have: nothing of theirs is ever asked, so their keys do no harm. */
const notServed = /^(ec2|elasticloadbalancing|kms|logs|xray):/;

/** Refuses a key that AWS may know and the local cloud would take for absent, by its name. */
export function assertKnownKey(key: string): void {
  const name = key.toLowerCase();
  if (notServed.test(name)) return;
  if (known.some((one) => (one.endsWith('/') ? name.startsWith(one) : name === one))) return;
  throw new Error(`the condition key ${key} is not supported by the local cloud`);
}
