/** Folders of zip assets by the bucket and key that templates know them by: Lambda runs them unpacked. */
export class AssetFolders {
  readonly #folders = new Map<string, string>();

  set(bucket: string, key: string, folder: string): void {
    this.#folders.set(`${bucket}/${key}`, folder);
  }

  find(bucket: string, key: string): string | undefined {
    return this.#folders.get(`${bucket}/${key}`);
  }
}
