import { parseXml, XmlElement, XmlText } from "@rgrove/parse-xml";

const ATOM = "http://www.w3.org/2005/Atom";
/** RFC 3339 as RFC 4287, 3.3 wants it. */
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
/** `tag:` URI of RFC 4151, 2.1. */
const TAG = /^tag:[a-z0-9][a-z0-9.-]*,\d{4}(?:-\d\d(?:-\d\d)?)?:[\w.~!$&'()*+,;=:@/?%-]+$/;
const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+$/;
const PERSON = ["name", "uri", "email"] as const;
/** Elements by the one they stand in, with how often they may: RFC 4287, 4.1.1, 4.1.2 and 3.2. */
const SINGLE = {
  feed: { needed: ["id", "title", "updated"], once: ["generator", "icon", "logo", "rights", "subtitle"] },
  entry: { needed: ["id", "title", "updated"], once: ["content", "published", "rights", "source", "summary"] },
  author: { needed: ["name"], once: ["uri", "email"] },
  contributor: { needed: ["name"], once: ["uri", "email"] },
} as const;
const MANY = {
  feed: ["author", "category", "contributor", "link", "entry"],
  entry: ["author", "category", "contributor", "link"],
  author: [],
  contributor: [],
} as const;
type Container = keyof typeof SINGLE;

/**
 * What of RFC 4287's MUSTs an Atom document breaks, a sentence each.
 *
 * @throws XmlError for what is no well-formed XML 1.0
 */
export function checkAtom(text: string): readonly string[] {
  const { root } = parseXml(text);
  if (root?.name !== "feed" || root.attributes["xmlns"] !== ATOM) return [`the root is no feed of ${ATOM}`];
  const entries = children(root, "entry");
  const ids = entries.map((entry) => textOf(entry, "id"));
  return [
    ...checkContainer(root, "feed"),
    ...entries.flatMap((entry) => [...checkContainer(entry, "entry"), ...checkEntry(entry)]),
    ...(children(root, "author").length > 0 || entries.every((entry) => children(entry, "author").length > 0)
      ? []
      : ["neither the feed nor each entry has an author"]),
    ...(new Set(ids).size === ids.length ? [] : ["two entries have one id"]),
    ...(links(root, "self").length === 1 ? [] : ["the feed does not say once where it is"]),
  ];
}

function checkContainer(parent: XmlElement, kind: Container): readonly string[] {
  const { needed, once } = SINGLE[kind];
  const known: readonly string[] = [...needed, ...once, ...MANY[kind]];
  const counted = (name: string): number => children(parent, name).length;
  return [
    ...needed.flatMap((name) => (counted(name) === 1 ? [] : [`${kind} has ${counted(name)} ${name}`])),
    ...once.flatMap((name) => (counted(name) < 2 ? [] : [`${kind} has ${counted(name)} ${name}`])),
    ...parent.children.flatMap((child) => {
      if (child instanceof XmlElement) {
        return known.includes(child.name) ? checkElement(child) : [`${kind} has an element ${child.name}`];
      }
      return child instanceof XmlText && child.text.trim() === "" ? [] : [`${kind} has text between its elements`];
    }),
    ...twins(links(parent, "alternate")),
  ];
}

/** No two alternates of one type and language. */
function twins(alternates: readonly XmlElement[]): readonly string[] {
  const kinds = alternates.map(({ attributes }) => `${attributes["type"]} ${attributes["hreflang"]}`);
  return new Set(kinds).size === kinds.length ? [] : ["two alternate links of one type and language"];
}

function checkEntry(entry: XmlElement): readonly string[] {
  const hasContent = children(entry, "content").length > 0;
  return hasContent || links(entry, "alternate").length > 0 ? [] : ["an entry without content has no alternate link"];
}

function checkElement(element: XmlElement): readonly string[] {
  const { name, attributes, text } = element;
  switch (name) {
    case "id":
      return TAG.test(text) ? [] : [`${text} is no tag: URI`];
    case "updated":
    case "published":
      return DATE.test(text) && !Number.isNaN(Date.parse(text)) ? [] : [`${name} is ${text}`];
    case "title":
    case "subtitle":
    case "summary":
    case "content":
    case "rights": {
      const isText = ["text", "html", undefined].includes(attributes["type"]);
      return isText && element.children.every((child) => child instanceof XmlText) ? [] : [`${name} is no text`];
    }
    case "link": {
      const { href = "", type, length } = attributes;
      const isRight = (type === undefined || MEDIA_TYPE.test(type)) && (length === undefined || /^\d+$/.test(length));
      return isRight && URL.canParse(href) ? [] : [`a link to ${href} of ${type}, ${length} long`];
    }
    case "category":
      return (attributes["term"] ?? "") === "" ? ["a category has no term"] : [];
    case "icon":
    case "logo":
      return URL.canParse(text) ? [] : [`${name} is at ${text}`];
    case "author":
    case "contributor":
      return [...checkContainer(element, name), ...checkPerson(element)];
    default:
      return [];
  }
}

function checkPerson(person: XmlElement): readonly string[] {
  const [name = "", uri, email] = PERSON.map((part) => children(person, part)[0]?.text);
  return [
    ...(name.trim() === "" ? ["a person has no name"] : []),
    ...(uri === undefined || URL.canParse(uri) ? [] : [`a person is at ${uri}`]),
    ...(email === undefined || /^.+@.+$/.test(email) ? [] : [`a person has the address ${email}`]),
  ];
}

/** Elements of a name right inside another one. */
export function children(parent: XmlElement, name: string): readonly XmlElement[] {
  return parent.children.filter((child): child is XmlElement => child instanceof XmlElement && child.name === name);
}

function textOf(parent: XmlElement, name: string): string {
  return children(parent, name)[0]?.text ?? "";
}

function links(parent: XmlElement, rel: string): readonly XmlElement[] {
  return children(parent, "link").filter(({ attributes }) => (attributes["rel"] ?? "alternate") === rel);
}
