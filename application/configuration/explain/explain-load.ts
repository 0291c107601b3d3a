import { settingKeys } from '../../../core/config/reading/setting-keys';
import type { ConfigFile } from '../../../core/config/reading/yaml-file';
import { Load } from '../../../core/config/schema/load-schema';
import type { LoadPlan } from '../../../core/planning/load-plan';
import { filesOf } from './files-of';
import { loadReasons, loadValues } from './load-values';
import type { Explained } from './setting';
import { explainedAt, type Place } from './written-places';

export const loadKeys = settingKeys(Load);

/** Settings of a load with the file and line that each comes from, or as defaults. The configuration is valid. */
export function explainLoad(files: readonly ConfigFile[], load: LoadPlan): readonly Explained[] {
  const { environment, department, load: name } = load.identity;
  const written = filesOf(files, { environment, department }, 'loads', name);
  return loadKeys
    .filter((key) => loadReasons[key] === undefined)
    .flatMap((key) => {
      const keys = key.split('.');
      const above: readonly Place[] =
        keys[0] === 'notify'
          ? [
              [written.department, keys],
              [written.environment, keys],
            ]
          : [];
      const places: readonly Place[] = [[written.department, ['loads', written.index, ...keys]], ...above];
      return explainedAt(places, 'load', key, () => loadValues[key]?.(load));
    });
}
