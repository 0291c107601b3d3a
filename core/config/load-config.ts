import { checkAcrossFiles, knownConnections } from './checks/across-files';
import { checkDepartment } from './checks/department-checks';
import { engineVersionChecker } from './checks/engine-version-checks';
import { checkBoundary } from './checks/account/boundary-check';
import { checkExistingResources } from './checks/existing/existing-resources';
import { checkNameLengths } from './checks/account/name-lengths';
import { checkNetwork } from './checks/network-checks';
import { checkNotifyArns } from './checks/notify/arn-checks';
import { checkChannels } from './checks/notify/channel-checks';
import { checkQuotas } from './checks/quotas';
import { scheduleChecker } from './checks/schedule-checks';
import { checkStackLimits } from './checks/stacks/stack-limits';
import { checkTags } from './checks/tag-checks';
import { withNearestConnection } from './reading/nearest-connection';
import { byPlace, type Problem } from './reading/problem';
import { readFiles } from './reading/read-files';
import { withoutDepartments } from './reading/unread-file';
import type { ConfigFile } from './reading/yaml-file';
import type { Config } from './schema/config';

export type LoadedConfig =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads the configuration from the text of its files. Returns the configuration, or all problems at once with file and line.
 * `now` decides which clock changes are ahead: a schedule that a change of the next two years skips is an error. It also decides
 * which engine versions AWS offers.
 */
export function loadConfig(files: readonly ConfigFile[], now: Date): LoadedConfig {
  const checked = readFiles(files);
  const known = knownConnections(checked);
  const checkSchedule = scheduleChecker(now);
  const problems = [
    ...checked.problems.map((problem) => withNearestConnection(problem, known)),
    ...checked.departments.flatMap((department) => checkDepartment(department, checkSchedule)),
    ...checked.environments.flatMap(checkNetwork),
    ...checked.environments.flatMap(checkBoundary),
    ...checked.environments.flatMap(engineVersionChecker(now)),
    ...checkAcrossFiles(checked),
    ...checkExistingResources(checked),
    ...checkChannels(checked),
    ...checkNotifyArns(checked),
    ...checkQuotas(checked),
    ...checkTags(checked),
    ...checkStackLimits(checked),
    ...checkNameLengths(checked),
  ];
  if (problems.every(({ severity }) => severity === 'warning') && checked.departments.length === 0)
    problems.push(withoutDepartments(folderOf(checked.connections[0]?.path ?? '')));
  problems.sort(byPlace);

  const connections = checked.connections[0];
  if (connections === undefined || problems.some((problem) => problem.severity === 'error'))
    return { ok: false, problems };
  return {
    ok: true,
    config: {
      departments: byName(
        checked.departments.map(({ data }) => data),
        (data) => data.department,
      ),
      connections: connections.data,
      environments: byName(
        checked.environments.map(({ data }) => data),
        (data) => data.environment,
      ),
    },
    warnings: problems,
  };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function byName<T>(items: readonly T[], name: (item: T) => string): T[] {
  return [...items].sort((a, b) => (name(a) < name(b) ? -1 : 1));
}
