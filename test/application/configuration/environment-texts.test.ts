import { environmentText } from '../../../application/configuration/environment-texts';

test('the file of an environment is found by its content, whatever its name, beside a broken one', () => {
  const files = [
    { path: 'config/environments/broken.yaml', text: 'environment: [' },
    { path: 'config/environments/prod.yaml', text: 'environment: other\nname-prefix: wrong\n' },
    { path: 'config/environments/production.yml', text: 'environment: prod\nname-prefix: acme\n' },
  ];
  expect(environmentText(files, 'prod', 'name-prefix')).toBe('acme');
  expect(environmentText(files, 'prod', 'region')).toBeUndefined();
  expect(environmentText(files, 'production', 'name-prefix')).toBeUndefined();
});
