import { findLeftovers } from '../../application/reap/find-leftovers';
import type { ReapPorts } from '../../application/reap/reap-ports';
import type { Alerts } from '../../aws/alerts';
import type { Log } from '../../core/monitoring/log';
import { pageUrl, todayHref } from '../../core/pages/hrefs';
import { leftoversText } from '../../core/runs/reap/leftovers-text';

export interface ReportPorts extends ReapPorts {
  readonly alerts: Alerts;
  /** Where the console or a report is. Absent in an environment without `console-url`. */
  readonly consoleUrl?: string | undefined;
  readonly log: Log;
}

/** Reports what ended runs left behind, once a day while there is something. Removes nothing: people do, with `lakeferry reap`. */
export async function reportLeftovers(
  ports: ReportPorts,
  _event: unknown,
  now: Date,
): Promise<{ readonly leftovers: number; readonly deadLetters: number }> {
  const { leftovers, deadLetters, problems } = await findLeftovers(ports, now);
  for (const { kind, id, job, since } of leftovers) ports.log.info('leftover', { kind, id, job, since });
  for (const problem of problems) ports.log.error('leftovers were not searched', { problem });
  if (leftovers.length + problems.length > 0)
    await ports.alerts.notify({
      environment: ports.environment,
      job: 'all jobs',
      kind: 'leftovers',
      state: 'noted',
      detail: leftoversText(ports.environment, leftovers, problems),
      at: now.toISOString(),
      ...(ports.consoleUrl === undefined ? {} : { page: pageUrl(ports.consoleUrl, todayHref()) }),
    });
  return { leftovers: leftovers.length, deadLetters: deadLetters ?? 0 };
}
