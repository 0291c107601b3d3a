import { raisedVersion } from '../../../application/environments/raised-version';
import { samplePlan } from '../../helpers/runs/plan';

const { environment, ...rest } = samplePlan();
const existing = { arn: 'arn:aws:dms:eu-west-1:000000000000:rep:I', identifier: 'theirs' };
const instance = (engineVersion: string) => ({
  ...{ class: 'dms.t3.medium', storageGiB: 50, multiAz: false },
  engineVersion,
});

test.each([
  ['a version that DMS raised', instance('3.5.4'), '3.6.1', { engineVersion: '3.6.1', deployed: '3.5.4' }],
  ['the version that is deployed', instance('3.6.1'), '3.6.1', undefined],
  ['an older version, while it is upgraded', instance('3.6.1'), '3.5.4', undefined],
  ['a version that may not be read', instance('3.5.4'), undefined, undefined],
  ['an instance that others own', existing, '3.6.1', undefined],
])('finds %s', async (_name, replicationInstance, present, expected) => {
  const plan = { ...rest, environment: { ...environment, replicationInstance } };
  const found = raisedVersion({
    platform: { deployed: async () => plan },
    engineVersion: async () => present,
  });
  expect(await found).toEqual(expected);
});

test('compares nothing where the platform was deployed by an earlier version', async () => {
  const engineVersion = () => Promise.reject(new Error('not read'));
  expect(
    await raisedVersion({ platform: { deployed: async () => undefined }, engineVersion }),
  ).toBeUndefined();
});
