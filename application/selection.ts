/**
 * Returns true for the key of a job, `department/job`, that the selection contains: a department, or a `department/job`. Undefined
 * selects all.
 */
export function isSelected(selection: string | undefined, key: string): boolean {
  return selection === undefined || key === selection || key.startsWith(`${selection}/`);
}
