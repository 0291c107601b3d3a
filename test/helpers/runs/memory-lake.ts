import { createHash } from 'node:crypto';
import type { Catalogue, CatalogueTable } from '../../../aws/lake/catalogue';
import { SourceGone } from '../../../aws/lake/copy-request';
import type { LakeDocuments } from '../../../aws/lake/documents';
import type { LakeObjects } from '../../../aws/lake/objects';

interface StoredObject {
  readonly body: Buffer;
  readonly eTag: string;
  readonly lastModified: Date;
}

/** The ports of the lake over a map, with S3's conditional writes, for tests of many thousands of calls. */
export class MemoryLake {
  readonly objects = new Map<string, StoredObject>();
  readonly tables = new Map<string, CatalogueTable>();
  now = new Date('2026-03-01T10:00:00Z');
  /** Number of changes of objects. */
  changes = 0;

  put(bucket: string, key: string, body: Buffer): string {
    const eTag = createHash('md5').update(body).digest('hex');
    this.changes += 1;
    this.objects.set(`${bucket}/${key}`, { body, eTag, lastModified: this.now });
    return eTag;
  }

  text(bucket: string, key: string): string | undefined {
    return this.objects.get(`${bucket}/${key}`)?.body.toString();
  }

  keys(bucket: string): readonly string[] {
    return [...this.objects.keys()]
      .filter((key) => key.startsWith(`${bucket}/`))
      .map((key) => key.slice(bucket.length + 1))
      .sort();
  }

  get documentPort(): LakeDocuments {
    return {
      read: async (bucket, key) => {
        const found = this.objects.get(`${bucket}/${key}`);
        return found === undefined ? undefined : { text: found.body.toString(), eTag: found.eTag };
      },
      range: async (bucket, key, from, length) => {
        const found = this.objects.get(`${bucket}/${key}`);
        if (found === undefined) throw new Error(`NoSuchKey: ${key}`);
        return new Uint8Array(found.body.subarray(from, from + length));
      },
      write: async (bucket, key, text, when) => {
        const present = this.objects.get(`${bucket}/${key}`)?.eTag;
        if (when === 'absent' ? present !== undefined : when !== 'any' && present !== when.eTag) return false;
        this.put(bucket, key, Buffer.from(text));
        return true;
      },
      remove: async (bucket, keys) => {
        this.changes += 1;
        for (const key of keys) this.objects.delete(`${bucket}/${key}`);
      },
    };
  }

  get objectPort(): LakeObjects {
    return {
      copy: async ({ from, to }) => {
        const source = this.objects.get(`${from.bucket}/${from.key}`);
        if (source?.eTag !== from.eTag) throw new SourceGone(`${from.key} is gone`);
        const eTag = this.put(to.bucket, to.key, source.body);
        return { outcome: 'copied', size: from.size, eTag, calls: 1 };
      },
      head: async ({ bucket, key }) => this.#dated(bucket, key),
      page: async (bucket, prefix) => ({
        more: false,
        objects: this.keys(bucket)
          .filter((key) => key.startsWith(prefix))
          .flatMap((key) => this.#dated(bucket, key) ?? []),
      }),
    };
  }

  get cataloguePort(): Catalogue {
    return {
      tables: async () => [...this.tables.values()],
      put: async (_, wanted) => {
        for (const { Name, StorageDescriptor: storage, Parameters } of wanted)
          this.tables.set(Name, {
            name: Name,
            location: storage.Location,
            columns: storage.Columns.map((column) => ({ name: column.Name, type: column.Type })),
            partitionKeys: [],
            parameters: Parameters,
            serde: storage.SerdeInfo.Parameters,
          });
      },
      remove: async (_, names) => {
        for (const name of names) this.tables.delete(name);
      },
    };
  }

  #dated(bucket: string, key: string) {
    const found = this.objects.get(`${bucket}/${key}`);
    if (found === undefined) return undefined;
    const { body, eTag, lastModified } = found;
    return { bucket, key, eTag, lastModified, size: body.length };
  }
}
