import type { Column } from '../../facts/column-types';
import type { Row } from '../../query/query';
import { isYes, numberOf, textOf } from '../../query/query-results';

/**
 * atttypmod holds a length plus 4, or precision and scale of a numeric in one number. -1 stands for
 * neither.
 */
export function columnOf(row: Row): Column {
  const type = textOf(row, 'type') ?? '';
  const modifier = numberOf(row, 'modifier') ?? -1;
  const column = { name: textOf(row, 'name') ?? '', type, nullable: isYes(row, 'nullable') };
  if (modifier < 0) return column;
  switch (type) {
    case 'numeric':
      return { ...column, ...numericSize(modifier - 4) };
    case 'character varying':
    case 'character':
      return { ...column, length: modifier - 4 };
    case 'timestamp without time zone':
    case 'timestamp with time zone':
    case 'time without time zone':
    case 'time with time zone':
      return { ...column, scale: modifier };
    case 'bit':
    case 'bit varying':
      return { ...column, length: modifier };
    default:
      return column;
  }
}

/** From PostgreSQL 15 on, a scale can be negative: 11 bits, signed. */
function numericSize(packed: number): { readonly precision: number; readonly scale: number } {
  const bits = packed & 0x7ff;
  return { precision: (packed >> 16) & 0xffff, scale: bits > 1023 ? bits - 2048 : bits };
}
