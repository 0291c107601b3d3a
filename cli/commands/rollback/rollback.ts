import { rollBack } from '../../../application/lake/roll-back';
import { tablesHref } from '../../../core/pages/hrefs';
import { type Action, presentPage } from '../../command/invocation';
import { rolledBackDocument } from '../../json/lake-documents';
import { connect } from '../../environment/connect';
import { operator } from '../../environment/operator';
import { pageLink } from '../../environment/page-link';

interface Input {
  readonly job: string;
  readonly to: string | undefined;
}

export const rollbackOfJob: Action<Input> = async ({ job, to: wanted }, invocation) => {
  const environment = await connect(invocation);
  const requester = { by: operator(), at: invocation.shell.now() };
  const moved = await rollBack(environment, job, wanted, requester);
  presentPage(
    invocation,
    rolledBackDocument,
    moved,
    ({ from, to }) =>
      from === to
        ? `readers of ${job} already have ${to}`
        : `readers of ${job} now have ${to} instead of ${from}; the job's next run moves them forward again`,
    pageLink(invocation.shell, environment, tablesHref(job)),
  );
  return undefined;
};
