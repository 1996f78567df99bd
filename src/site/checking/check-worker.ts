// Runs in a module worker of a page: checks what it is sent, one subject after the other.
import { answerCheck, type CheckSubject } from "../../core/package/checking/check-messages.ts";
import { checkSubject } from "../../core/package/checking/check-subject.ts";
import { plainInflate } from "../../core/package/inflate.ts";

addEventListener("message", ({ data }: MessageEvent<CheckSubject>) => {
  answerCheck(
    (begin) => checkSubject(data, { inflate: plainInflate }, begin),
    (message) => postMessage(message),
  );
});
