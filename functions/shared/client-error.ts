import type { Duplex } from "node:stream";

const statuses: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, "The header fields are too large"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "The request took too long"],
};

/** Answers what is no HTTP request, or none that ever ends, with a problem as well. For `clientError` of a server. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const [status, title] = statuses[error.code ?? ""] ?? [400, "Not an HTTP request"];
  const detail = "Send a request as RFC 9112 describes it, all of it at once.";
  const body = JSON.stringify({ type: "https://mosis.dev/problems/bad-request", status, title, detail });
  const head = `HTTP/1.1 ${status} ${title}\r\ncontent-type: application/problem+json\r\ncontent-length: ${body.length}\r\nconnection: close`;
  socket.end(`${head}\r\n\r\n${body}`);
}
