/** Escapes text for an XML element or attribute. Line ends become references, as S3 sends them. */
export function escapeXml(text: string): string {
  return text.replace(/[<>&"'\r\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Renders a plain value as an element `name`. An array becomes `<name><member>..</member></name>`, a Map (an
 * AWS map) `<entry><key/><value/></entry>`, a Date ISO 8601, undefined nothing.
 */
export function xmlElement(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  return `<${name}>${xmlContent(value)}</${name}>`;
}

/**
 * Renders the members of `value` one after the other. A repeated element (a "flattened list") is rendered by
 * several calls.
 */
export function xmlContent(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map)
    return [...value].map(([key, member]) => xmlElement('entry', { key, value: member })).join('');
  if (Array.isArray(value)) return value.map((member) => xmlElement('member', member)).join('');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, member]) => xmlElement(name, member))
      .join('');
  return escapeXml(String(value));
}

export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
