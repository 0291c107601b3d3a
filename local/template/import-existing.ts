import type { Stacks } from '../cloudformation/stacks';
import type { Template } from './assembly';
import { TemplateError } from './handler';

/**
 * Returns the names of what remained of deleted stacks and has the name of a resource of the template. Throws when the deployment
 * does not import it (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html).
 * Of named resources, only log groups remain in the local cloud.
 */
export function namesToImport(
  { Resources }: Template,
  { retainedLogGroups }: Pick<Stacks, 'retainedLogGroups'>,
  mayImport: boolean,
): readonly string[] {
  const found = Object.values(Resources).flatMap(({ Type, Properties, DeletionPolicy = '' }) => {
    const name = Type === 'AWS::Logs::LogGroup' ? Object(Properties)['LogGroupName'] : undefined;
    return typeof name === 'string' && retainedLogGroups.has(name) ? [{ name, DeletionPolicy }] : [];
  });
  for (const { name, DeletionPolicy } of found)
    if (!mayImport || !['Retain', 'RetainExceptOnCreate'].includes(DeletionPolicy))
      throw new TemplateError(
        `Resource of type 'AWS::Logs::LogGroup' with identifier '{"/properties/LogGroupName":"${name}"}' already exists.`,
      );
  return found.map(({ name }) => name);
}
