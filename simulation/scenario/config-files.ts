import type { ConfigFile } from '../../core/config/reading/yaml-file';
import type { Scenario } from './scenario';

/** Configuration files of a scenario. JSON is YAML. */
export function configFilesOf({
  connections,
  environment,
  departments,
}: Pick<Scenario, 'connections' | 'environment' | 'departments'>): readonly ConfigFile[] {
  const text = (value: unknown): string => JSON.stringify(value, null, 1);
  return [
    { path: 'config/connections.yaml', text: text(connections) },
    { path: `config/environments/${environment.environment}.yaml`, text: text(environment) },
    ...departments.map((department) => ({
      path: `config/departments/${department.department}.yaml`,
      text: text(department),
    })),
  ];
}
