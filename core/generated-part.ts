const [begin, end] = ['<!-- generated: npm run config:schemas -->', '<!-- end of the generated part -->'];

/**
 * Returns the page with its generated part replaced. What people wrote around it stays. Throws when the page has no place for
 * it.
 */
export function replaceGeneratedPart(page: string, part: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(`the page has no place for the generated part: ${begin} ... ${end}`);
  return `${page.slice(0, from)}${begin}\n\n${part}\n\n${page.slice(to)}`;
}
