import { type ReloadedTables, reloadTables } from '../../../application/replications/reload-tables';
import { replicationHref } from '../../../core/pages/hrefs';
import { type Action, presentPage } from '../../command/invocation';
import { reloadedDocument } from '../../json/job-documents';
import { connect } from '../../environment/connect';
import { operator } from '../../environment/operator';
import { pageLink } from '../../environment/page-link';
import { exitCodes } from '../../errors/exit-codes';
import { plural } from '../../output/quantities';

interface Input {
  readonly job: string;
  readonly tables: readonly string[];
}

export const reloadJob: Action<Input> = async ({ job, tables: names }, invocation) => {
  const environment = await connect(invocation);
  const requester = { by: operator(), at: invocation.shell.now() };
  const reloaded = await reloadTables(environment, job, names, requester);
  const view = ({ tables }: ReloadedTables): string =>
    [
      `DMS reloads ${plural(tables.length, 'table')} of ${job}: ${tables.join(', ')}`,
      `changes continue meanwhile; follow it: lakeferry status ${job}`,
    ].join('\n');
  const page = pageLink(invocation.shell, environment, replicationHref(job));
  presentPage(invocation, reloadedDocument, reloaded, view, page);
  return exitCodes.done;
};
