import { type AddedColumns, type FileShape, fileColumns, type SourceColumn } from './file-columns';
import { hiveTypeOfSource } from './source-types';

/** One column on its way from the source to the lake. Absent at one end: it is left out, or it is added on the way. */
export interface ColumnWay {
  readonly source?: SourceColumn;
  readonly lake?: { readonly name: string; readonly type: string };
}

/** Columns of a table with the types that the next load gives them: those of the lake in their order, then those that are left out. */
export function columnWays(
  shape: FileShape,
  added: AddedColumns,
  rules: unknown,
  connectionAttributes?: string,
): readonly ColumnWay[] {
  const inLake = fileColumns(shape, added, rules).map(({ name, source }): ColumnWay => {
    if (source === undefined) return { lake: { name, type: 'string' } };
    const type = hiveTypeOfSource(shape.engine, source, added.type, connectionAttributes);
    return { source, lake: { name, type } };
  });
  const arrives = new Set(inLake.map(({ source }) => source));
  return [...inLake, ...shape.columns.filter((source) => !arrives.has(source)).map((source) => ({ source }))];
}
