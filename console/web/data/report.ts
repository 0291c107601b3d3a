/** Answers of the server that a report has recorded, by the path of their route. */
interface Report {
  readonly at: string;
  readonly answers: Readonly<Record<string, unknown>>;
  /** Numbers of runs and of tables of each job that have a page. */
  readonly runsPerJob: number;
  readonly tablesPerJob: number;
  /** Reasons why answers are missing. */
  readonly failures: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}

declare global {
  interface Window {
    readonly lakeferryReport?: Report;
  }
}

const report = window.lakeferryReport;

export const isReport: boolean = report !== undefined;
export const reportedAt: string | undefined = report?.at;

/** Answers requests as the server did when the report was written. */
export function answerOfReport(path: string): Response {
  const found = report?.answers[path];
  if (found !== undefined) return Response.json(found);
  const reason = report?.failures.find((one) => one.path === path);
  return Response.json(reason ?? notInReport(), { status: 404 });
}

function notInReport(): object {
  const { runsPerJob = 0, tablesPerJob = 0 } = report ?? {};
  const message = `a report has the newest ${runsPerJob} runs and ${tablesPerJob} tables of each job, and runs with problems`;
  return { code: 'not-in-report', message, fix: 'the console has all: run lakeferry console' };
}
