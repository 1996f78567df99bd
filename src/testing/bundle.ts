import { build, type Metafile } from "esbuild";

/** A module of the browser with everything it imports. */
export interface Bundle {
  readonly bytes: Uint8Array;
  /** Bytes of it that came of each file, by path. */
  readonly parts: Readonly<Record<string, number>>;
}

/** Packs a module as a site ships it: one file, minified, without what nobody uses. */
export async function bundleModule(entry: string, external: readonly string[] = []): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2024",
    write: false,
    metafile: true,
    external: [...external],
  });
  return { bytes: outputFiles[0]?.contents ?? new Uint8Array(), parts: partsOf(metafile) };
}

function partsOf({ outputs }: Metafile): Bundle["parts"] {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return Object.fromEntries(inputs.map(([path, { bytesInOutput }]) => [path, bytesInOutput]));
}
