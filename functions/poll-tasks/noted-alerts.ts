import type { Alerts } from '../../aws/alerts';

/** Alerts of a poll, with a note of those that were refused: the poll then fails, so that CloudWatch raises the alarm about it. */
export class NotedAlerts implements Alerts {
  #refused = 0;
  #last: unknown;

  constructor(private readonly alerts: Alerts) {}

  async notify(alert: Parameters<Alerts['notify']>[0]): Promise<void> {
    try {
      await this.alerts.notify(alert);
    } catch (error) {
      this.#refused += 1;
      this.#last = error;
      throw error;
    }
  }

  /** @throws an error when an alert was refused */
  report(): void {
    if (this.#refused > 0)
      throw new Error(`${this.#refused} alerts could not be sent: ${String(this.#last)}`, {
        cause: this.#last,
      });
  }
}
