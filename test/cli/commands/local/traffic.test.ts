import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeNewAddress } from '../../../../cli/environment/local-cloud-address';
import { lakeferry } from '../../../helpers/scripted-shell';

test('traffic for a database that is gone names the database, not AWS', async () => {
  const workingFolder = mkdtempSync(join(tmpdir(), 'lakeferry-traffic-'));
  try {
    writeNewAddress(workingFolder, {
      url: 'http://127.0.0.1:1',
      region: 'eu-west-1',
      accessKeyId: 'x',
      secretAccessKey: 'x',
      pid: process.pid,
      startedAt: '2026-11-21T00:00:00Z',
      databases: ['postgres://x:x@127.0.0.1:1/sales'],
    });
    const { exitCode, stderr } = await lakeferry(['local', 'traffic', '--seconds', '1'], { workingFolder });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^lakeferry: the demo database does not answer \(.*ECONNREFUSED.*\): run "lakeferry local down", then "lakeferry local up"/,
    );
  } finally {
    rmSync(workingFolder, { recursive: true, force: true });
  }
});
