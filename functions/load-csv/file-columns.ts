import { columnsInOrder } from '../../core/loads/header';
import { LoadRefused } from '../../core/loads/load-refused';
import type { LoadColumn, LoadPlan } from '../../core/planning/load-plan';
import type { FileText } from './file-text';
import { fileText } from './file-text';
import type { LoadWork } from './load-work';

export async function fileTextOf({ inbox, file, plan }: LoadWork): Promise<FileText> {
  return fileText(await inbox.read(file), plan.dialect);
}

/** Returns the load's columns in the order of the file. */
export function columnsOf({ columns, dialect, allowEmpty }: LoadPlan, text: FileText): readonly LoadColumn[] {
  if (!dialect.header) return columns;
  if (text.header !== undefined) return columnsInOrder(columns, text.header);
  if (allowEmpty) return columns;
  throw new LoadRefused('file-empty', ['the file is empty and has no header; the table is unchanged']);
}
