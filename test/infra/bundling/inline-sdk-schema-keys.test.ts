import { withPlainKeys } from '../../../infra/bundling/inline-sdk-schema-keys';

test('a computed key that is a text constant of the file is written out', () => {
  const source = 'const _hE = "httpError";\nvar A$ = [-3, n0, _A, { [_hE]: 403 }, [_hE], list[_hE]];';
  expect(withPlainKeys(source)).toBe(
    'const _hE = "httpError";\nvar A$ = [-3, n0, _A, { "httpError": 403 }, [_hE], list[_hE]];',
  );
});

test('any other computed key stays', () => {
  const source = 'const _n = 1;\nconst x = { [_n]: 1, [_other]: 2 };';
  expect(withPlainKeys(source)).toBe(source);
});
