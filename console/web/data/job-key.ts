/** Department and name of a job or load, as routes of the server take them. */
export function partsOf(key: string): { readonly department: string; readonly job: string } {
  const [department = '', job = ''] = key.split('/');
  return { department, job };
}

export function departmentOf(key: string): string {
  return partsOf(key).department;
}
