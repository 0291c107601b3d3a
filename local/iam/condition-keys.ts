import { unsupported } from '../unsupported';

/**
 * Keys that have a value in the local cloud wherever they have one on AWS. A name that ends in `/` is
 * followed by a tag's key.
 */
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
  'lambda:sourcefunctionarn',
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

/**
 * Services that the local cloud does not have. Nothing of theirs is ever called, so their keys are harmless.
 */
const notServed = /^(ec2|elasticloadbalancing|kms|logs|xray):/i;

/** Refuses, by name, a key that AWS may know and that the local cloud would treat as absent. */
export function assertKnownKey(key: string): void {
  const name = key.toLowerCase();
  if (notServed.test(name)) return;
  if (known.some((one) => (one.endsWith('/') ? name.startsWith(one) : name === one))) return;
  throw new Error(unsupported(`the condition key ${key}`));
}

/** Keys of tags. Only tags of DMS resources and requests are known here. */
const ofTags = /^aws:(?:resourcetag\/|requesttag\/|tagkeys$)/i;

/**
 * Refuses a key of tags in a statement that covers more than DMS. Elsewhere the key would be treated as
 * absent, and a Deny would not apply. `actions` as in the policy; undefined for NotAction.
 */
export function assertTagsKnown(keys: readonly string[], actions: readonly string[] | undefined): void {
  const key = keys.find((one) => ofTags.test(one));
  if (key === undefined) return;
  const other =
    actions === undefined ? 'NotAction' : actions.find((one) => !/^dms:/i.test(one) && !notServed.test(one));
  if (other !== undefined)
    throw new Error(unsupported(`the condition key ${key} for ${other}`, { instead: 'it is for DMS only' }));
}
