/** Reasons for which a file is not loaded. */
export const loadRefusals = [
  'file-unreadable',
  'file-empty',
  'rows-refused',
  'columns-differ',
  'target-refused',
  'target-unreachable',
  'load-broke-off',
  'load-unsettled',
] as const;
export type LoadRefusal = (typeof loadRefusals)[number];

/** Codes of all findings about files that were dropped into an inbox. */
export const loadFindingCodes = [...loadRefusals, 'rows-rejected', 'loaded-before', 'superseded'] as const;
export type LoadFindingCode = (typeof loadFindingCodes)[number];
