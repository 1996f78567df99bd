import { answerOf, discard, type FileAnswer, FetchError, type FetchFileOptions } from "./fetch-file.ts";

/** Takes a file as it comes. What it throws ends the request and goes through. */
export interface FileSink {
  /** Comes before any bytes: where in the file they belong. */
  startAt(position: number): Promise<void>;
  write(bytes: Uint8Array): Promise<void>;
}

export interface FetchRestOptions extends FetchFileOptions {
  /** Bytes that are there already. A server that cannot go on from there sends the whole file. */
  readonly from: number;
}

const PARTIAL_CONTENT = 206;
const RANGE_NOT_SATISFIABLE = 416;

/**
 * Loads a file from a byte on, part by part (RFC 9110 section 14); false when the server says that there is none. The limit
 * `maxBytes` is one of the whole file.
 *
 * @throws FetchError
 */
export async function fetchRest(
  url: string,
  sink: FileSink,
  { from, maxBytes, ...options }: FetchRestOptions,
): Promise<boolean> {
  const pour = async ({ parts }: FileAnswer, start: number): Promise<boolean> => {
    await sink.startAt(start);
    let position = start;
    for await (const part of parts) {
      position += part.length;
      if (position > maxBytes) throw new FetchError("too-large", `${url} has more than ${maxBytes} bytes.`);
      await sink.write(part);
    }
    return true;
  };
  if (from > 0) {
    const rest = await unlessOutOfRange(() =>
      answerOf(url, { range: `bytes=${from}-` }, options, async (answer) => {
        if (answer.response.status !== PARTIAL_CONTENT) return pour(answer, 0);
        if (goesOn(answer.response.headers, from)) return pour(answer, from);
        await discard(answer.response);
        return false;
      }),
    );
    if (rest !== false) return rest !== null;
  }
  return (await answerOf(url, {}, options, (answer) => pour(answer, 0))) !== null;
}

/** Whether a part is the one asked for, as it is. */
function goesOn(headers: Headers, from: number): boolean {
  const range = /^bytes (\d+)-/.exec(headers.get("content-range") ?? "");
  return range !== null && Number(range[1]) === from && headers.get("content-encoding") === null;
}

async function unlessOutOfRange<T>(action: () => Promise<T>): Promise<T | false> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof FetchError && error.status === RANGE_NOT_SATISFIABLE) return false;
    throw error;
  }
}
