import type { Connection } from 'pg';

/** Query that stays open in both directions. It has the methods of pg's own Query that pg calls. */
export class CopyBoth {
  onStart: (connection: Connection) => void = () => undefined;
  onData: (chunk: Buffer) => void = () => undefined;
  onError: (error: Error) => void = () => undefined;

  constructor(private readonly text: string) {}

  submit(connection: Connection): void {
    connection.once('replicationStart', () => this.onStart(connection));
    connection.query(this.text);
  }

  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    this.onData(chunk);
  }

  handleError(error: Error): void {
    this.onError(error);
  }

  handleReadyForQuery(): void {
    this.onError(new Error('the server ended the replication'));
  }

  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
}
