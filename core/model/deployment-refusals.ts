/**
 * Words of the texts by which a deployment or a removal is refused, by code. docs/troubleshooting.md has each with its cause and fix, so
 * that the text in the events of a stack leads there.
 */
export const refusalWords = {
  'resources-in-use': 'cannot be changed while this uses it',
  'use-unknown': 'DMS or the history did not say which tasks use what changes',
  'hold-too-short': 'so its hold is over and the tasks run again',
  'engine-goes-back': 'DMS never takes it back to',
  'changes-lost': 'before you deploy again, run',
  'changes-unknown': 'The history does not say whether changes of',
  'engine-of-source': 'another engine has no use for the position of',
  'existing-resources': 'existing resources do not fit',
  'removal-refused': 'the environment is not removed',
} as const;

export type RefusalCode = keyof typeof refusalWords;
