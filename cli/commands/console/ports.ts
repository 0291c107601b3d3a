import { openCalendar } from '../../../application/environments/read-calendar';
import { openLake } from '../../../application/lake/lake';
import { openLogs } from '../../../application/runs/read-logs';
import { createLakeDocuments } from '../../../aws/lake/documents';
import { dropStream } from '../../../aws/lake/inbox-drop';
import { createLakeObjects } from '../../../aws/lake/objects';
import { createPlans } from '../../../aws/plans';
import type { ConsolePorts } from '../../../console/server/ports';
import type { Invocation } from '../../command/invocation';
import { connectTo } from '../../environment/connect';
import { operator } from '../../environment/operator';
import { asText } from './error-text';

/** Ports of the console to the environment of the command. */
export async function consolePorts(
  invocation: Invocation,
  { preview }: { readonly preview: boolean },
): Promise<ConsolePorts> {
  const { shell } = invocation;
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
  };
}
