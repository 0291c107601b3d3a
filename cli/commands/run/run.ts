import { partOfJob } from '../../../application/runs/part-of-job';
import { startRun } from '../../../application/runs/start-run';
import { runHref } from '../../../core/pages/hrefs';
import { type Action, presentPage } from '../../command/invocation';
import { startedRunDocument } from '../../json/run-documents';
import { connect } from '../../environment/connect';
import { operator } from '../../environment/operator';
import { pageLink } from '../../environment/page-link';
import { exitCodes, wrongUse } from '../../errors/exit-codes';
import { waitAndShow } from '../../output/waiting-run';

interface Input {
  readonly job: string;
  readonly wait: boolean;
  readonly tables: readonly string[] | undefined;
  readonly where: string | undefined;
}

export const runJob: Action<Input> = async ({ job, wait, tables, where }, invocation) => {
  if (where !== undefined && tables === undefined)
    throw wrongUse('--where goes with --tables', {
      fix: 'name the tables, such as --tables sales.orders, or set where: in the file of the department',
    });
  const environment = await connect(invocation);
  const part = tables === undefined ? undefined : await partOfJob(environment, job, tables, where);
  const requester = { by: operator(), at: invocation.shell.now() };
  const started = await startRun(environment, job, requester, undefined, part);
  if (wait) return waitAndShow(invocation, environment, started);
  presentPage(
    invocation,
    startedRunDocument,
    started,
    ({ run }) => `started ${run}\nfollow it: lakeferry show ${run}`,
    pageLink(invocation.shell, environment, runHref(started.run)),
  );
  return exitCodes.done;
};
