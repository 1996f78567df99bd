import type { AstroGlobal, RouteInfo, SSRManifest, SSRResult } from "astro";
import { renderToString } from "astro/runtime/server/index.js";

// Compiled into the same bundle as the pages (keyed-pages.ts sees to it), so that both use one copy of Astro's runtime.

/** A compiled page or layout. */
export type Component = Parameters<typeof renderToString>[1];

export interface PageToRender {
  readonly component: Component;
  readonly route: RouteInfo;
  /** From the root of the site, with a slash at its end. */
  readonly pathname: string;
  readonly manifest: SSRManifest;
}

/**
 * The page as Astro's own build makes it, without what it wraps around each: a request, a response, streams, cookies, middleware.
 * That takes longer than the page itself. Only for pages that are made from the parameters of their address.
 */
export async function renderPage({ component, route, pathname, manifest }: PageToRender): Promise<string> {
  const params = paramsOf(route, pathname);
  const site = siteOf(manifest);
  const page: Page = { params, url: new URL(pathname, site), site };
  const hint = component.moduleId === undefined ? undefined : manifest.componentMetadata.get(component.moduleId);
  const { scriptDirective, styleDirective } = NO_POLICY;
  const result: SSRResult = {
    cancelled: false,
    base: manifest.base,
    userAssetsBase: manifest.userAssetsBase,
    styles: new Set(route.styles.map(styleElement)),
    scripts: new Set(),
    links: new Set(),
    componentMetadata: manifest.componentMetadata,
    inlinedScripts: manifest.inlinedScripts,
    createAstro: (props) => new PageGlobal(page, props) as unknown as AstroGlobal,
    params,
    resolve: (specifier) => Promise.resolve(`/${manifest.entryModules[specifier] ?? ""}`),
    response: { status: 200, statusText: "OK", headers: new Headers() },
    request: NO_REQUEST,
    renderers: manifest.renderers,
    clientDirectives: manifest.clientDirectives,
    compressHTML: manifest.compressHTML,
    partial: false,
    pathname,
    cookies: undefined,
    getServerIslandNameMap: () => Promise.resolve(new Map()),
    trailingSlash: manifest.trailingSlash,
    key: manifest.key,
    cspDestination: "meta",
    shouldInjectCspMetaTags: manifest.shouldInjectCspMetaTags,
    cspAlgorithm: "SHA-256",
    directives: [],
    scriptHashes: [],
    scriptResources: [],
    styleHashes: [],
    styleResources: [],
    isStrictDynamic: false,
    scriptDirective,
    styleDirective,
    _metadata: {
      hasHydrationScript: false,
      rendererSpecificHydrationScripts: new Set(),
      renderedScripts: new Set(),
      hasDirectives: new Set(),
      hasRenderedHead: false,
      hasRenderedServerIslandRuntime: false,
      headInTree: hint?.containsHead ?? false,
      extraHead: [],
      extraStyleHashes: [],
      extraScriptHashes: [],
      propagators: new Set(),
      routeHasPropagation: hint !== undefined && hint.propagation !== "none",
      pendingSlotEvaluations: [],
      templateDepth: 0,
    },
  };
  const html = await renderToString(result, component, {}, null, true, route.routeData);
  if (typeof html !== "string") throw new Error(`${pathname} is no page: it answers with a response of its own`);
  return html;
}

const sites = new WeakMap<SSRManifest, URL>();

/** The address of the site, read once. */
function siteOf(manifest: SSRManifest): URL {
  const site = sites.get(manifest) ?? new URL(manifest.site ?? "");
  sites.set(manifest, site);
  return site;
}

const NO_REQUEST = new Request("https://request.invalid/");
const NO_POLICY: Pick<SSRResult, "scriptDirective" | "styleDirective"> = {
  scriptDirective: { resources: [], hashes: [], strictDynamic: false },
  styleDirective: { resources: [], hashes: [] },
};

/** Parameters by name; an empty rest has no value, as in Astro's own. */
function paramsOf({ routeData: { pattern, params } }: RouteInfo, pathname: string): Record<string, string | undefined> {
  const values = pattern.exec(pathname);
  if (values === null) throw new RangeError(`${pathname} is not an address of ${pattern}`);
  return Object.fromEntries(
    params.map((name, at) =>
      name.startsWith("...") ? [name.slice(3), values[at + 1] || undefined] : [name, values[at + 1]],
    ),
  );
}

/** What all components of a page know of it. */
type Page = Pick<AstroGlobal, "params" | "url" | "site">;

/** The global `Astro`. Whatever else a page asks it for would differ from one way of building to the other. */
class PageGlobal {
  readonly params: Page["params"];
  readonly url: URL;
  readonly site: Page["site"];
  readonly props: unknown;
  readonly self = null;

  static {
    const refusal: ProxyHandler<object> = {
      get(_, name) {
        if (typeof name === "symbol") return undefined;
        throw new TypeError(`Astro.${name} is not there in pages with a cacheKey; see src/site/render/render-page.ts`);
      },
    };
    Object.setPrototypeOf(this.prototype, new Proxy({}, refusal));
  }

  constructor({ params, url, site }: Page, props: unknown) {
    this.params = params;
    this.url = url;
    this.site = site;
    this.props = props;
  }
}

function styleElement(style: RouteInfo["styles"][number]): { props: Record<string, unknown>; children: string } {
  return style.type === "external"
    ? { props: { rel: "stylesheet", href: `/${style.src}` }, children: "" }
    : { props: {}, children: style.content };
}
