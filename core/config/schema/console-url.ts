import { z } from 'zod';

/** Links get the address of a page after `#`, so the address itself has none. */
export const ConsoleUrl = z
  .string()
  .max(200, { error: 'is longer than 200 characters, which leaves no room for a link in a chat' })
  .regex(/^https?:\/\//, {
    error: 'is not an address: write one such as https://lakeferry.example.com/',
    abort: true,
  })
  .regex(/^[^@]*$/, { error: 'contains @: leave out user names and passwords', abort: true })
  .regex(/^[^?#]*$/, {
    error: 'contains ? or #: write the address without them, because links add #/ and a page',
    abort: true,
  })
  .regex(/^[!-~]*$/, { error: 'contains a space or a letter that an address cannot have', abort: true })
  .refine((text) => URL.canParse(text), {
    error: 'is not an address: write one such as https://lakeferry.example.com/',
  })
  .describe(
    'Address of a console or of a published report, such as https://lakeferry.example.com/. Messages and commands link to its pages. Default: no links.',
  );
