import { limitsOfJob } from '../../../../core/runs/admission/limits-of-job';

const concurrency = { source: 1, replicationInstance: 2 };
const instance = { arn: 'arn:aws:dms:eu-west-1:123456789012:rep:ERP', identifier: 'erp-migration' };

test('people see the name of an instance that a job names', () => {
  expect(limitsOfJob({ source: 'erp', concurrency }).map(({ name }) => name)).toEqual([
    'source erp',
    'the replication instance',
  ]);
  expect(limitsOfJob({ source: 'erp', concurrency, replicationInstance: instance })).toEqual([
    { of: 'source', name: 'source erp', most: 1 },
    { of: 'replicationInstance', name: 'the replication instance erp-migration', most: 2 },
  ]);
  expect(limitsOfJob({ source: 'erp', replicationInstance: instance })).toEqual([]);
});
