const encoder = new TextEncoder();

/**
 * A JSON document with a list under each name, made as it is read, so that however much there is, little of it is in memory.
 *
 * @param lists rows by name
 */
export function exportStream(
  lists: Readonly<Record<string, AsyncIterable<unknown>>>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = piecesOf(lists);
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}

async function* piecesOf(lists: Readonly<Record<string, AsyncIterable<unknown>>>): AsyncGenerator<string, undefined> {
  let before = "{";
  for (const [name, rows] of Object.entries(lists)) {
    yield `${before}${JSON.stringify(name)}:[`;
    let comma = "";
    for await (const row of rows) {
      yield `${comma}\n${JSON.stringify(row)}`;
      comma = ",";
    }
    before = "],";
  }
  yield "]}\n";
}
