/** Folders of zip assets, by bucket and key of the template. Lambda runs them unpacked. */
export class AssetFolders {
  readonly #folders = new Map<string, string>();

  set(bucket: string, key: string, folder: string): void {
    this.#folders.set(`${bucket}/${key}`, folder);
  }

  find(bucket: string, key: string): string | undefined {
    return this.#folders.get(`${bucket}/${key}`);
  }
}
