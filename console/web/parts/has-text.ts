/** True where one of the texts has what a person typed, in upper or lower case. */
export function hasText(texts: readonly string[], typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  return texts.some((text) => text.toLowerCase().includes(wanted));
}
