import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';

/** Address of a running local cloud. `lakeferry local up` writes it; every other command finds the cloud by it. */
export const LocalCloudAddress = z.object({
  url: z.url(),
  region: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  /** Process of the cloud. */
  pid: z.int().check(z.positive()),
  startedAt: z.iso.datetime(),
  databases: z.array(z.string()),
  /** Where the process takes requests to deploy. Absent in a cloud of an earlier version. */
  deployments: z.optional(z.object({ url: z.url(), token: z.string() })),
});
export type LocalCloudAddress = z.infer<typeof LocalCloudAddress>;

export const lakeferryFolder = '.lakeferry';

export function addressFile(workingFolder: string): string {
  return join(workingFolder, lakeferryFolder, 'local.json');
}

/** Returns undefined when there is no readable address. */
export function readAddress(workingFolder: string): LocalCloudAddress | undefined {
  try {
    return LocalCloudAddress.parse(JSON.parse(readFileSync(addressFile(workingFolder), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Writes the address; false when the folder has one already. */
export function writeNewAddress(workingFolder: string, address: LocalCloudAddress): boolean {
  const file = addressFile(workingFolder);
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, `${JSON.stringify(address, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (existsSync(file)) return false;
    throw error;
  }
}

/** Removes the address if it is that of `pid`: another cloud may have started since. */
export function removeAddress(workingFolder: string, pid: number): void {
  if (readAddress(workingFolder)?.pid === pid) rmSync(addressFile(workingFolder), { force: true });
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Environment variables for a client of the cloud. */
export function clientEnvironment(address: LocalCloudAddress): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: address.url,
    AWS_REGION: address.region,
    // AWS CLI 1 and boto3 read this one.
    AWS_DEFAULT_REGION: address.region,
    AWS_ACCESS_KEY_ID: address.accessKeyId,
    AWS_SECRET_ACCESS_KEY: address.secretAccessKey,
    LAKEFERRY_ENVIRONMENT: 'local',
  };
}
