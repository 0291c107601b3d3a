import { XMLParser } from 'fast-xml-parser';
import { AwsError } from '../service';

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: false });

/** Parses an S3 request document and returns the element `root`. */
export function readXml(text: string, root: string): Readonly<Record<string, unknown>> {
  let document: unknown;
  try {
    document = parser.parse(text);
  } catch {
    document = undefined;
  }
  const element = member(document, root);
  if (typeof element !== 'object' || element === null)
    throw new AwsError('MalformedXML', `the body is not a <${root}> document`);
  return { ...element };
}

/** Text of a child element. Undefined when it is absent. */
export function textOf(element: unknown, name: string): string | undefined {
  const value = member(element, name);
  return typeof value === 'string' ? value : undefined;
}

/** All child elements of one name. */
export function elementsOf(element: unknown, name: string): readonly unknown[] {
  const value = member(element, name);
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
