/** Facts of a log line besides its text. `run` and `job` (`department/job`) are given wherever they are known. */
export interface LogFields {
  readonly run?: string;
  readonly job?: string;
  readonly [name: string]: unknown;
}

/** Port for log lines of functions: one JSON object per line. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
