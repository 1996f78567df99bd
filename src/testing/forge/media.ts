import { type Answer, type Call, ok } from "./http.ts";

/** Whether the client asked for the bytes themselves. */
export const wantsRaw = ({ headers }: Pick<Call, "headers">): boolean =>
  /application\/vnd\.github(?:\.v3)?\.raw/.test(headers.accept ?? "");

/** GitHub labels raw content as UTF-8 whatever it is, so that clients which believe it spoil binary files. */
export const rawAnswer = (bytes: Uint8Array): Answer =>
  ok(bytes, { "content-type": "application/vnd.github.raw; charset=utf-8" });

export const wantsBytes = ({ headers }: Pick<Call, "headers">): boolean =>
  /application\/octet-stream/.test(headers.accept ?? "");
