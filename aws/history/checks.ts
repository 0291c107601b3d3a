import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { CheckReport } from '../../core/checks/report/check-report';
import { inPresentWords } from '../../core/checks/report/earlier-reports';
import { checkKey, checkPrefix, runKey } from '../../core/runs/record/history-keys';
import type { RunRecord } from '../../core/runs/record/run-record';
import { type SeenShapes, shapeItems } from './shapes';
import { knownItems } from './items/item-format';
import type { HistoryTable } from './table';

/** Complete reports of source checks. */
export interface CheckReports {
  /** Safe to repeat. A later report replaces an earlier one. `seen`: shapes of the job's tables, which are kept in the same calls. */
  keepCheckReport(
    run: Pick<RunRecord, 'run' | 'expiresAt'>,
    report: CheckReport,
    seen?: SeenShapes,
  ): Promise<void>;
  checkReport(run: string): Promise<CheckReport | undefined>;
}

/** Size of a piece, below DynamoDB's limit of 400 KB per item. */
const pieceBytes = 350_000;

/** Piece of gzipped JSON. Each piece names its report, so that pieces of two reports are never combined. */
const Piece = z.object({
  checkedAt: z.string(),
  piece: z.int(),
  pieces: z.int(),
  gzip: z.instanceof(Uint8Array),
});

export function checkReportStore(table: HistoryTable): CheckReports {
  return {
    async keepCheckReport({ run, expiresAt }, report, seen) {
      const gzip = gzipSync(JSON.stringify(report));
      const pieces = Math.ceil(gzip.length / pieceBytes);
      const { checkedAt } = report;
      const items = Array.from({ length: pieces }, (_, piece) => ({
        ...checkKey(run, piece),
        checkedAt,
        piece,
        pieces,
        gzip: gzip.subarray(piece * pieceBytes, (piece + 1) * pieceBytes),
        expiresAt,
      }));
      await table.putAll([...items, ...(seen === undefined ? [] : shapeItems(seen, run))]);
    },
    async checkReport(run) {
      const found: z.infer<typeof Piece>[] = [];
      for await (const item of knownItems(
        table.query({
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
          ExpressionAttributeValues: { ':pk': runKey(run).pk, ':sk': checkPrefix },
          ConsistentRead: true,
        }),
      ))
        found.push(Piece.parse(item));
      const [first] = found;
      const whole = found.filter(
        ({ checkedAt, pieces }) => checkedAt === first?.checkedAt && pieces === first.pieces,
      );
      // The report is incomplete, because its function was killed.
      if (first === undefined || whole.length < first.pieces) return undefined;
      const text = gunzipSync(Buffer.concat(whole.map(({ gzip }) => gzip))).toString('utf8');
      return CheckReport.parse(inPresentWords(JSON.parse(text)));
    },
  };
}
