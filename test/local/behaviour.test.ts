import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalCloud, startLocalCloud } from '../../local/cloud';
import type { Service } from '../../local/service';

const local = join(__dirname, '../../local');
const page = (...path: string[]): string => readFileSync(join(local, ...path, 'BEHAVIOUR.md'), 'utf8');
const general = page();

let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await startLocalCloud();
});
afterAll(() => cloud.stop());

test('BEHAVIOUR.md names every operation of its services', () => {
  const services: readonly Service[] = [cloud.dynamoDb, cloud.sqs, cloud.sns, cloud.secrets, cloud.ssm];
  const missing = services.flatMap((service) =>
    service.protocol === 'rest'
      ? []
      : Object.keys(service.operations)
          .filter((operation) => !new RegExp(`\\b${operation}\\b`).test(general))
          .map((operation) => `${service.name}:${operation}`),
  );
  expect(missing).toEqual([]);
});

test('BEHAVIOUR.md links the pages of the larger services, which are there', () => {
  const matches = general.matchAll(/\]\(([a-z]+)\/BEHAVIOUR\.md\)/g);
  const links = [...new Set([...matches].map(([, folder = '']) => folder))];
  expect(links).toEqual(['dms', 'stepfunctions', 'scheduler', 'events']);
  for (const folder of links) expect(page(folder).length).toBeGreaterThan(500);
});
