/** Bytes of a file that is dropped in the browser. A larger one goes through `lakeferry load` or S3 itself. */
export const maxUploadBytes = 100 * 1024 ** 2;

/** Type of the body of an upload, the only action that is not JSON. */
export const uploadType = 'application/octet-stream';

/** True for the path of an upload below `/api`. */
export function isUpload(path: string): boolean {
  return /^\/api\/loads\/[^/]+\/[^/]+\/files$/.test(path);
}
