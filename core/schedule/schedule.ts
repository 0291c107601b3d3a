export interface Schedule {
  /** EventBridge Scheduler's own: `cron(...)`, `rate(...)` or `at(...)`. */
  readonly expression: string;
  /** IANA name, such as `Europe/Vienna`; `rate` ignores it. */
  readonly timeZone: string;
}
