import type { PollPorts } from './poll-ports';

/** Tells the alerts that functions without a way to SNS have left; one that cannot be told waits for the next minute. */
export async function tellPending({ history, alerts, environment }: PollPorts): Promise<void> {
  try {
    for (const { run, forJob, kind, detail, at } of await history.pendingAlerts()) {
      await alerts.tell({ environment, job: forJob, kind, state: 'raised', detail, at });
      await history.forgetAlert(run);
    }
  } catch (error) {
    console.error(JSON.stringify({ problem: String(error) }));
  }
}
