import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { CheckReport } from '../../core/checks/report/check-report';
import { inPresentWords } from '../../core/checks/report/earlier-reports';
import { checkKey, checkPrefix, runKey } from '../../core/runs/record/history-keys';
import type { RunRecord } from '../../core/runs/record/run-record';
import type { HistoryTable } from './table';

/** The reports of source checks, whole. */
export interface CheckReports {
  /** Safe to repeat; a later report takes the place of an earlier one. */
  keepCheckReport(run: Pick<RunRecord, 'run' | 'expiresAt'>, report: CheckReport): Promise<void>;
  checkReport(run: string): Promise<CheckReport | undefined>;
}

/** An item holds 400 KB. */
const pieceBytes = 350_000;

/** Gzipped JSON in pieces. Each names its report, so that the pieces of two are never put together. */
const Piece = z.object({
  checkedAt: z.string(),
  piece: z.int(),
  pieces: z.int(),
  gzip: z.instanceof(Uint8Array),
});

export function checkReportStore(table: HistoryTable): CheckReports {
  return {
    async keepCheckReport({ run, expiresAt }, report) {
      const gzip = gzipSync(JSON.stringify(report));
      const pieces = Math.ceil(gzip.length / pieceBytes);
      const { checkedAt } = report;
      await table.putAll(
        Array.from({ length: pieces }, (_, piece) => ({
          ...checkKey(run, piece),
          checkedAt,
          piece,
          pieces,
          gzip: gzip.subarray(piece * pieceBytes, (piece + 1) * pieceBytes),
          expiresAt,
        })),
      );
    },
    async checkReport(run) {
      const found: z.infer<typeof Piece>[] = [];
      for await (const item of table.query({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': runKey(run).pk, ':sk': checkPrefix },
        ConsistentRead: true,
      }))
        found.push(Piece.parse(item));
      const [first] = found;
      const whole = found.filter(
        ({ checkedAt, pieces }) => checkedAt === first?.checkedAt && pieces === first.pieces,
      );
      // A report that was cut short by the end of its function.
      if (first === undefined || whole.length < first.pieces) return undefined;
      const text = gunzipSync(Buffer.concat(whole.map(({ gzip }) => gzip))).toString('utf8');
      return CheckReport.parse(inPresentWords(JSON.parse(text)));
    },
  };
}
