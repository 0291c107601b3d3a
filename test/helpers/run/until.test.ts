import { until } from './until';

test('waits until something holds', async () => {
  let tries = 0;
  await until('three tries', () => {
    tries += 1;
    return tries === 3;
  });
  expect(tries).toBe(3);
});

test('says what it waited for', async () => {
  const never = until(
    async () => 'a file',
    () => false,
    1,
  );
  await expect(never).rejects.toThrow('waited 1 ms in vain: a file');
});
