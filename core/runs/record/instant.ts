import * as z from 'zod/mini';

/** ISO 8601 in UTC with milliseconds: of fixed width, so that it sorts as text. */
export const Instant = z.iso.datetime({ precision: 3 });
