/** What a step says to whoever looks at the run: `::error file=a.json,line=3::It is wrong.` */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
}

export interface JobLog {
  readonly annotations: readonly Annotation[];
  /** With secrets masked. */
  readonly text: string;
  mask(secret: string): void;
  /** Output as it comes, lines broken anywhere. */
  write(text: string): void;
  /** Ends a line that output left open. */
  flush(): void;
  /** A line of the runner itself. */
  say(line: string): void;
}

const ANNOTATION = /^::(error|warning|notice)(?: ([^:]*(?:%3A[^:]*)*))?::(.*)$/;

/** The log of a job; what looks like a secret of it is never in it. */
export function createJobLog(): JobLog {
  const masks = new Set<string>();
  const annotations: Annotation[] = [];
  let text = "";
  let pending = "";
  const addLine = (line: string): void => {
    let masked = line;
    for (const secret of masks) masked = masked.replaceAll(secret, "***");
    const annotation = parseAnnotation(masked);
    if (annotation !== null) annotations.push(annotation);
    text += `${masked}\n`;
  };
  const flush = (): void => {
    if (pending !== "") addLine(pending);
    pending = "";
  };
  return {
    annotations,
    get text() {
      return text;
    },
    mask(secret) {
      for (const line of secret.split("\n")) if (line !== "") masks.add(line);
    },
    write(chunk) {
      const lines = (pending + chunk).split("\n");
      pending = lines.pop() ?? "";
      lines.forEach(addLine);
    },
    flush,
    say(line) {
      flush();
      addLine(line);
    },
  };
}

function parseAnnotation(line: string): Annotation | null {
  const [, level, fields = "", message = ""] = ANNOTATION.exec(line) ?? [];
  if (level === undefined) return null;
  const values = new Map(fields.split(",").map((field) => field.split("=", 2) as [string, string]));
  const [file, at] = [values.get("file"), values.get("line")];
  return {
    level: level as Annotation["level"],
    message: unescape(message),
    ...(file !== undefined && { file: unescape(file) }),
    ...(at !== undefined && { line: Number(at) }),
  };
}

/** As the runner escapes values of commands. */
function unescape(text: string): string {
  return text
    .replaceAll("%0A", "\n")
    .replaceAll("%0D", "\r")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");
}

/** Reads a file of `name=value` lines and `name<<END` blocks, as steps write them into `$GITHUB_OUTPUT`. */
export function parseEnvFile(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const block = /^([^=<]+)<<(.+)$/.exec(line);
    if (block !== null) {
      const [, name = "", end = ""] = block;
      const stop = lines.indexOf(end, at + 1);
      if (stop < 0) throw new Error(`The block ${name} has no end ${end}.`);
      values[name] = lines.slice(at + 1, stop).join("\n");
      at = stop;
    } else if (line !== "") {
      const equals = line.indexOf("=");
      if (equals < 0) throw new Error(`Not a line of an output file: ${line}`);
      values[line.slice(0, equals)] = line.slice(equals + 1);
    }
  }
  return values;
}
