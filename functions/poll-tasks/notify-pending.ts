import type { PollPorts } from './poll-ports';

/** Sends the alerts of functions that cannot reach SNS. An alert that cannot be sent waits for the next poll. */
export async function notifyPending({ history, alerts, environment }: PollPorts): Promise<void> {
  try {
    for (const { run, forJob, kind, detail, at } of await history.pendingAlerts()) {
      await alerts.notify({ environment, job: forJob, kind, state: 'raised', detail, at });
      await history.forgetAlert(run);
    }
  } catch (error) {
    console.error(JSON.stringify({ problem: String(error) }));
  }
}
