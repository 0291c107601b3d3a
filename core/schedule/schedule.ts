export interface Schedule {
  /** Expression of EventBridge Scheduler: `cron(...)`, `rate(...)` or `at(...)`. */
  readonly expression: string;
  /** IANA name, such as `Europe/Vienna`; `rate` ignores it. */
  readonly timeZone: string;
}
