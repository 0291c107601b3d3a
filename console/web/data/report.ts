/** Answers of the server that a report has recorded, by the path of their route. */
interface Report {
  readonly at: string;
  readonly answers: Readonly<Record<string, unknown>>;
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
  return Response.json(reason ?? { code: 'not-in-report', message: 'this report does not have these data' }, {
    status: 404,
  });
}
