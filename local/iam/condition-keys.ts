import { unsupported } from '../unsupported';

/**
 * Keys that have a value in the local cloud wherever they have one on AWS. A name that ends in `/` or `:`
 * is followed by the key of a tag or of an encryption context.
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
  'events:creatoraccount',
  'events:detail-type',
  'events:detail.eventtypecode',
  'events:detail.service',
  'events:detail.useridentity.principalid',
  'events:managedby',
  'events:source',
  'events:targetarn',
  'iam:passedtoservice',
  'kms:encryptioncontext:',
  'kms:viaservice',
  'lambda:sourcefunctionarn',
  's3:delimiter',
  's3:max-keys',
  's3:prefix',
  's3:resourceaccount',
  's3:tlsversion',
  's3:versionid',
  'secretsmanager:name',
  'secretsmanager:secretid',
  'sns:endpoint',
  'sns:protocol',
  'sts:rolesessionname',
];

/**
 * Services that the local cloud does not have. Nothing of theirs is ever called, so their keys are harmless.
 */
const notServed = /^(ec2|elasticloadbalancing|xray):/i;

/** Refuses, by name, a key that AWS may know and that the local cloud would treat as absent. */
export function assertKnownKey(key: string): void {
  const name = key.toLowerCase();
  if (notServed.test(name)) return;
  if (known.some((one) => (/[/:]$/.test(one) ? name.startsWith(one) : name === one))) return;
  throw new Error(unsupported(`the condition key ${key}`));
}

/** Keys of lists. Others have one value per request. */
const ofLists: readonly string[] = ['aws:tagkeys', 'events:targetarn'];

/**
 * Refuses a key of a list in an operator of one value: what it decides depends on the order and number of the values
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html).
 */
export function assertSetOperator(key: string, operator: string): void {
  if (/^(?:Null$|ForAllValues:|ForAnyValue:)/.test(operator) || !ofLists.includes(key.toLowerCase())) return;
  throw new Error(
    `the condition key ${key} has many values: write ForAllValues:${operator} or ForAnyValue:${operator}`,
  );
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
