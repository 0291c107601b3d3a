import { inlineSchemaKeys } from '../../../infra/bundling/inline-sdk-schema-keys';

test('replaces a computed key by the text constant of the file, and nothing else', () => {
  const source = 'const _hE = "httpError";\nvar A$ = [-3, n0, _A, { [_hE]: 403 }, [_hE], list[_hE]];';
  expect(inlineSchemaKeys(source)).toBe(
    'const _hE = "httpError";\nvar A$ = [-3, n0, _A, { "httpError": 403 }, [_hE], list[_hE]];',
  );
});

test.each([
  ['no text constants', 'const x = { "httpError": 403 };', /expected text constants such as/],
  ['no computed keys', 'const _hE = "httpError";\nconst x = { httpError: 403 };', /computed keys such as/],
  ['a key that is not a text constant', 'const _e = "e";\nconst x = { [_n]: 1 };', /computed key \[_n\]:/],
])('rejects schemas with %s', (_, source, message) => {
  expect(() => inlineSchemaKeys(source)).toThrow(message);
});
