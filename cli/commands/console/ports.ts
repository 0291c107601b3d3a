import { existsSync } from 'node:fs';
import { openDiff } from '../../../application/environments/diff-deployment';
import { openCalendar } from '../../../application/environments/read-calendar';
import { openLake } from '../../../application/lake/lake';
import { openLogs } from '../../../application/runs/read-logs';
import { createLakeDocuments } from '../../../aws/lake/documents';
import { dropStream } from '../../../aws/lake/inbox-drop';
import { createLakeObjects } from '../../../aws/lake/objects';
import { createPlans } from '../../../aws/plans';
import type { ConsolePorts } from '../../../console/server/ports';
import { namedEnvironment } from '../../../core/model/environment-names';
import type { Invocation } from '../../command/invocation';
import { readConfigFiles } from '../../environment/config-files';
import { connectTo } from '../../environment/connect';
import { operator } from '../../environment/operator';
import { pathIn } from '../../shell';
import { asText } from './error-text';

/** Ports of the console to the environment of the command. */
export async function consolePorts(
  invocation: Invocation,
  { preview }: { readonly preview: boolean },
): Promise<ConsolePorts> {
  const { shell, options } = invocation;
  const { environment, cloud } = await connectTo(invocation);
  return {
    environment,
    cloud,
    now: () => shell.now(),
    operator: operator(),
    textOf: (error) => asText(error, shell.env),
    openLogs,
    mayPreview: preview,
    lake: openLake(environment),
    inbox: { objects: createLakeObjects(), documents: createLakeDocuments(), drop: dropStream },
    plans: createPlans(),
    // Opened once, so that plans are read once.
    calendar: openCalendar(environment),
    diff: openDiff(namedEnvironment(environment.platform)),
    configuration: {
      folder: options.config,
      read: () =>
        existsSync(pathIn(shell, options.config)) ? readConfigFiles(shell, options.config) : undefined,
    },
  };
}
