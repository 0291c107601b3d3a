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
const notServed = /^(ec2|elasticloadbalancing|kms|logs|xray):/i;

/** Refuses a key that AWS may know and the local cloud would take for absent, by its name. */
export function assertKnownKey(key: string): void {
  const name = key.toLowerCase();
  if (notServed.test(name)) return;
  if (known.some((one) => (one.endsWith('/') ? name.startsWith(one) : name === one))) return;
  throw new Error(`the condition key ${key} is not supported by the local cloud`);
}

/** Keys of tags: only of DMS's resources and requests are tags known here. */
const ofTags = /^aws:(?:resourcetag\/|requesttag\/|tagkeys$)/i;

/**
 * Refuses a key of tags in a statement that is about more than DMS: elsewhere it would be taken for absent, and a Deny would not
 * hold. `actions` as the policy has them; undefined for NotAction.
 */
export function assertTagsKnown(keys: readonly string[], actions: readonly string[] | undefined): void {
  const key = keys.find((one) => ofTags.test(one));
  if (key === undefined) return;
  const other =
    actions === undefined ? 'NotAction' : actions.find((one) => !/^dms:/i.test(one) && !notServed.test(one));
  if (other !== undefined)
    throw new Error(
      `the condition key ${key} is supported by the local cloud for DMS only, not for ${other}`,
    );
}
