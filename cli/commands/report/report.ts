import { join } from 'node:path';
import { type WrittenReport, writeReport } from '../../../console/server/pages/write-report';
import { type Action, present } from '../../command/invocation';
import { reportDocument } from '../../json/console-documents';
import { plural } from '../../output/quantities';
import { pathIn } from '../../shell';
import { pagesOf } from '../console/pages';
import { consolePorts } from '../console/ports';

export const writeOneReport: Action<{ readonly out: string | undefined }> = async (
  { out = 'lakeferry-report' },
  invocation,
) => {
  const ports = await consolePorts(invocation, { preview: false });
  const pages = await pagesOf(invocation);
  const written = await writeReport(ports, pages, pathIn(invocation.shell, out));
  present(invocation, reportDocument, written, reportText);
  return undefined;
};

function reportText({ folder, jobs, runs, missing }: WrittenReport): string {
  const [first] = missing;
  return [
    `report of ${plural(jobs, 'job')} and ${plural(runs, 'run')}: open ${join(folder, 'index.html')}`,
    ...(first === undefined
      ? []
      : [`${plural(missing.length, 'answer')} missing, such as ${first.path}: ${first.message}`]),
  ].join('\n');
}
