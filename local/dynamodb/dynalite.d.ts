declare module 'dynalite' {
  import type { Server } from 'node:http';
  export default function dynalite(options?: {
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
    path?: string;
  }): Server;
}

/** Functions that the operations of dynalite call through this module. */
declare module 'dynalite/db' {
  /** Part of a condition. A path is a list, a value such as `{"S": "a"}`. */
  export interface ConditionNode {
    readonly type: string;
    readonly args: readonly unknown[];
  }
  interface Request {
    readonly _condition?: { readonly expression: ConditionNode };
  }
  const db: {
    checkConditional: (request: Request, item: object | undefined) => Error | null | undefined;
    mapPath(path: readonly unknown[], item: object): unknown;
  };
  export default db;
}
