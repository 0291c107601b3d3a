import { randomBytes } from 'node:crypto';
import { isInput, members, optionalText } from '../../gateway/input';
import type { ResourceHandler } from '../handler';

/** AWS::SecretsManager::Secret. A secret with a value that its owner has put keeps it. */
export const secret: ResourceHandler = {
  lasts: true,
  create({ properties, generatedName }, { secrets }) {
    const name = optionalText(properties, 'Name') ?? generatedName(256);
    const value =
      optionalText(properties, 'SecretString') ?? generated(members(properties, 'GenerateSecretString'));
    const arn = secrets.has(name) ? secrets.arn(name) : secrets.put(name, value);
    return { ref: arn, attributes: { Id: arn } };
  },
  update: (_resource, former) => former,
  remove: ({ ref }, { secrets }) => secrets.remove(ref),
};

function generated(settings: Readonly<Record<string, unknown>>): string {
  const password = randomBytes(24).toString('base64url');
  const key = optionalText(settings, 'GenerateStringKey');
  if (key === undefined) return password;
  const template: unknown = JSON.parse(optionalText(settings, 'SecretStringTemplate') ?? '{}');
  return JSON.stringify({ ...(isInput(template) ? template : {}), [key]: password });
}
