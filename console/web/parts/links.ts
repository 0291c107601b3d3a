/** Address of the list of a job's tables. */
export function tablesHref(job: string): string {
  return `#/jobs/${job}/tables`;
}

/** Address of one table. Its name may hold any character. */
export function tableHref(
  job: string,
  { schema, table }: { readonly schema: string; readonly table: string },
): string {
  return `#/jobs/${job}/table?${new URLSearchParams({ schema, table }).toString()}`;
}

/** Address of one load of CSV files. */
export function loadHref(load: string): string {
  return `#/loads/${load}`;
}

/** Address of one run. Its id has letters, digits, dots and hyphens only. */
export function runHref(run: string): string {
  return `#/runs/${run}`;
}

/** Address of the page of a CDC job, or of a run of another job. None for a job that never ran. */
export function jobHref(
  job: string,
  isCdc: boolean | undefined,
  run: string | undefined,
): string | undefined {
  if (isCdc === true) return `#/replications/${job}`;
  return run === undefined ? undefined : runHref(run);
}

/** Address of the deployed plan of a job. */
export function jobPlanHref(job: string): string {
  return `#/plan/${job}`;
}
