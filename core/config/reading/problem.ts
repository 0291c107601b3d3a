/** Error in the configuration that must be fixed, or warning. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** Both start at 1. */
  readonly line: number;
  readonly column: number;
  /** Place in the document, such as `jobs[0].tables[3]`; empty for the document itself. */
  readonly path: string;
  /** Sentence in lower case, with the wrong value. */
  readonly message: string;
  readonly value?: unknown;
  /** Allowed values. */
  readonly allowed?: readonly string[];
  /** Fix: what to write instead. */
  readonly hint?: string;
}

/** Problem with its place in the document, but not yet in a file. */
export interface Finding {
  readonly severity?: 'error' | 'warning';
  readonly path: readonly PropertyKey[];
  /** True if the finding is about the key at the end of `path`, not about its value. */
  readonly onKey?: boolean;
  readonly message: string;
  readonly value?: unknown;
  readonly allowed?: readonly string[];
  readonly hint?: string;
}

/** Path as text: `['jobs', 0, 'time-zone']` as `jobs[0].time-zone`. */
export function showPath(path: readonly PropertyKey[]): string {
  let shown = '';
  for (const step of path) {
    if (typeof step === 'number') shown += `[${step}]`;
    else shown += shown === '' ? String(step) : `.${String(step)}`;
  }
  return shown;
}

/** One line: `config/departments/sales.yaml:7:5 error: unknown key "tabels" (did you mean "tables"?)`. */
export function showProblem(problem: Problem): string {
  const hint = problem.hint === undefined ? '' : ` (${problem.hint})`;
  return `${problem.file}:${problem.line}:${problem.column} ${problem.severity}: ${problem.message}${hint}`;
}

/** Order by file and place, errors before warnings. */
export function byPlace(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  if (a.line !== b.line || a.column !== b.column) return a.line - b.line || a.column - b.column;
  if (a.severity !== b.severity) return a.severity === 'error' ? -1 : 1;
  return a.message < b.message ? -1 : 1;
}
